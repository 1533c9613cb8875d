// Opens and closes sources, steps between them, keeps the page's language, and brings a new question to the top.
// The server draws the conversation anew while an answer comes in, so what is open is kept here and applied again.
(() => {
  let open = null; // id of the open source
  let turn = null; // number of the latest question
  let planned = false;

  // Where a new question stands at the top, what is above it may still grow: turns are measured when they are near.
  // So it is held there until the reader touches the page.
  let held = false;
  let seen = null; // the conversation that is watched
  function hold() {
    const latest = held && document.querySelector('#pa-live .pa-turn');
    if (latest) latest.scrollIntoView({ block: 'start' });
  }
  const grown = new ResizeObserver(hold);
  for (const touch of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
    document.addEventListener(touch, () => { held = false; }, { capture: true, passive: true });
  }

  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  function apply() {
    planned = false;
    const latest = document.querySelector('#pa-live .pa-turn');
    const number = latest ? latest.dataset.turn : null;
    if (number !== turn) {
      turn = number;
      open = null;
      held = true;
      hold();
    }
    const conversation = document.getElementById('pa-chat');
    if (conversation !== seen) {
      grown.disconnect();
      if (conversation) grown.observe(conversation);
      seen = conversation;
    }
    for (const source of document.querySelectorAll('.pa-source')) {
      if (source.hidden !== (source.id !== open)) source.hidden = source.id !== open;
    }
    for (const box of document.querySelectorAll('.pa-amount input')) set(box, 'inputmode', 'decimal');
    for (const button of document.querySelectorAll('.pa-cite')) {
      set(button, 'aria-expanded', String(button.dataset.source === open));
    }
    const brand = document.querySelector('.pa-brand');
    if (brand) {
      set(document.documentElement, 'lang', brand.dataset.lang);
      if (document.title !== brand.dataset.title) document.title = brand.dataset.title;
      // Gradio words its upload boxes in the browser's language, not in the page's.
      for (const box of document.querySelectorAll('.pa-drop [data-testid="upload-text"]')) {
        if (box.textContent.trim() !== brand.dataset.drop) {
          const icon = box.querySelector('.icon-wrap');
          box.replaceChildren(...(icon ? [icon] : []), brand.dataset.drop);
        }
        const button = box.closest('button');
        if (button) set(button, 'aria-label', brand.dataset.drop);
      }
      // And it tells of a lost connection in English (Gradio 6.31).
      for (const toast of document.querySelectorAll('.toast-body.error')) {
        const [title, text] = [toast.querySelector('.toast-title'), toast.querySelector('.toast-message-text')];
        if (title && text && text.textContent.trim().startsWith('Connection to the server was lost')) {
          title.textContent = brand.dataset.lost;
          text.textContent = brand.dataset.lostText;
        }
      }
    }
  }

  function show(id) {
    open = id;
    apply();
    const source = id && document.getElementById(id);
    if (!source) return;
    const text = source.querySelector('.pa-excerpt');
    const mark = text.querySelector('mark');
    text.scrollTop = mark.offsetTop - Math.max(12, (text.clientHeight - mark.offsetHeight) / 2);
    source.focus({ preventScroll: true });
    source.scrollIntoView({ block: 'nearest' });
  }

  function close() {
    const button = open && document.querySelector(`.pa-cite[data-source="${open}"]`);
    show(null);
    if (button) button.focus({ preventScroll: true });
  }

  function view(button) {
    const source = button.closest('.pa-source');
    const page = button.dataset.view === 'page';
    for (const other of source.querySelectorAll('[data-view]')) other.setAttribute('aria-pressed', String(other === button));
    source.querySelector('.pa-excerpt').hidden = page;
    source.querySelector('.pa-pages').hidden = !page;
    const image = source.querySelector('.pa-pages img');
    if (!page) return;
    const seek = () => source.querySelector('.pa-pages rect').scrollIntoView({ block: 'center' });
    if (image.complete) seek();
    else image.addEventListener('load', seek, { once: true });
  }

  function step(by) {
    const source = open && document.getElementById(open);
    if (!source) return;
    const all = [...source.parentElement.querySelectorAll('.pa-source')];
    show(all[(all.indexOf(source) + by + all.length) % all.length].id);
    const button = document.getElementById(open).querySelector(`.pa-step[data-step="${by}"]`);
    if (button) button.focus({ preventScroll: true });
  }

  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const cite = target && target.closest('.pa-cite');
    if (cite) {
      if (cite.dataset.source === open) close();
      else show(cite.dataset.source);
    } else if (target && target.closest('[data-view]')) {
      view(target.closest('[data-view]'));
    } else if (target && target.closest('.pa-step')) {
      step(Number(target.closest('.pa-step').dataset.step));
    } else if (target && target.closest('.pa-close')) {
      close();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && open) close();
  });
  new MutationObserver(() => {
    if (!planned) requestAnimationFrame(apply);
    planned = true;
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['hidden', 'aria-expanded', 'data-lang', 'data-turn'],
  });
})();
