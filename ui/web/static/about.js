// Light, dark, or as the system has it: kept by this browser, applied as soon as there is a body.
(() => {
  const KEY = 'policy-assistant-look';
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => localStorage.getItem(KEY) || 'system';

  function apply() {
    const look = chosen();
    if (document.body && look !== 'system') document.body.classList.toggle('dark', look === 'dark');
    for (const button of document.querySelectorAll('.pa-look')) {
      const pressed = String(button.dataset.look === look);
      if (button.getAttribute('aria-pressed') !== pressed) button.setAttribute('aria-pressed', pressed);
    }
  }

  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element && event.target.closest('.pa-look');
    if (!button) return;
    localStorage.setItem(KEY, button.dataset.look);
    if (button.dataset.look === 'system') document.body.classList.toggle('dark', system.matches);
    apply();
  });
  // Gradio sets its own class when it starts, and the buttons come when their page is drawn.
  new MutationObserver(apply).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ['class'],
  });
})();
