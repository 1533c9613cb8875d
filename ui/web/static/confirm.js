// Buttons that take something away ask once more: the first touch says what the second one does. Whatever is touched or
// reached in between takes that back. A button that is not confirmed is silent to its page.
(() => {
  let armed = null;
  let words = '';

  function disarm() {
    if (!armed) return;
    delete armed.dataset.armed;
    armed.textContent = words;
    armed = null;
  }

  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element && event.target.closest('[data-confirm]');
    if (button && button === armed) return disarm();
    disarm();
    if (!button) return;
    event.stopPropagation();
    armed = button;
    words = button.textContent;
    button.dataset.armed = 'yes';
    button.textContent = button.dataset.confirm;
  }, true);
  document.addEventListener('focusin', (event) => {
    if (event.target !== armed) disarm();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') disarm();
  });
})();
