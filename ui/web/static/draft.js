// What the buttons of a list of replies do. Gradio's `trigger` tells the server.
// The text of a reply is kept when it is left (`ui/web/draft_page.py`). Whoever closes the page before is asked first.
(() => {
  let changed = false;
  document.addEventListener('input', (event) => {
    if (event.target instanceof Element && event.target.closest('#pa-draft-text')) changed = true;
  });
  addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault();
  });
  function kept() {
    changed = changed && Boolean(document.activeElement && document.activeElement.closest('#pa-draft-text'));
  }

  const touched = (attribute, tell) => (element, trigger) => {
    element.addEventListener('click', (event) => {
      const button = event.target instanceof Element && event.target.closest(`[data-${attribute}]`);
      if (button) tell(trigger, button.dataset[attribute]);
    });
  };
  const picks = touched('pick', (trigger, number) => trigger('pick', { number: Number(number) }));
  const removes = touched('remove', (trigger, id) => trigger('remove', { list_id: id }));

  Object.assign(window.policyAssistant, { kept, picks, removes });
})();
