// Arrow keys walk the tabs, as they do in any row of tabs.
document.addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const tab = event.target instanceof Element && event.target.closest('#pa-tabs [role="tab"]');
  if (!step || !tab) return;
  const tabs = [...document.querySelectorAll('#pa-tabs > .tab-wrapper [role="tab"]')];
  const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
  next.click();
  next.focus();
  event.preventDefault();
});
