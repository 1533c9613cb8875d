// What the question box, the buttons of an answer and of the list of conversations do. Gradio's `trigger` tells the server.
(() => {
  const closest = (event, selector) => event.target instanceof Element && event.target.closest(selector);

  async function copy(button) {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // only pages of this machine, or over HTTPS, have the clipboard
      const box = document.createElement('textarea');
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand('copy');
      box.remove();
      button.focus();
    }
    const words = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 2000);
  }

  function settle(tools, trigger, good, reason) {
    trigger('opinion', { number: Number(tools.closest('.pa-turn').dataset.turn), good, reason });
    for (const button of tools.querySelectorAll('[data-opinion]')) button.disabled = true;
    tools.querySelector('.pa-reasons').hidden = true;
    const thanks = tools.querySelector('.pa-thanks');
    thanks.textContent = thanks.dataset.thanks;
  }

  function turns(element, trigger) {
    element.addEventListener('click', (event) => {
      const tools = closest(event, '.pa-tools');
      if (closest(event, '[data-earlier]')) trigger('earlier', {});
      if (!tools) return;
      const copied = closest(event, '[data-copy]');
      const opinion = closest(event, '[data-opinion]');
      const reason = closest(event, '[data-reason]');
      if (copied) copy(copied);
      if (opinion && opinion.dataset.opinion === 'good') settle(tools, trigger, true, '');
      if (opinion && opinion.dataset.opinion === 'bad') {
        const reasons = tools.querySelector('.pa-reasons');
        reasons.hidden = !reasons.hidden;
        opinion.setAttribute('aria-expanded', String(!reasons.hidden));
        if (!reasons.hidden) reasons.scrollIntoView({ block: 'nearest' }); // from behind the question box
      }
      if (reason) reason.setAttribute('aria-pressed', String(reason.getAttribute('aria-pressed') !== 'true'));
      if (closest(event, '[data-send]')) {
        const chosen = [...tools.querySelectorAll('[data-reason][aria-pressed="true"]')].map((b) => b.textContent);
        const more = tools.querySelector('input').value.trim();
        settle(tools, trigger, false, [...chosen, more].filter(Boolean).join('; '));
      }
    });
    element.addEventListener('change', (event) => {
      const select = closest(event, '[data-change]');
      if (!select) return;
      const value = (name) => select.parentElement.querySelector(`[data-change="${name}"]`).value;
      touched({ region: value('region'), year: value('year'), status: value('status') });
    });
  }

  // One question at a time. What is typed meanwhile stays in the box and is asked when the answer is there; what is
  // touched meanwhile is asked before it.
  let begin = null; // tells the server; once the page is there
  let asked = null; // what is being answered
  let touch = null;
  let waits = false;

  // The question is kept by this window until it is answered: when the server goes away, the page loads itself anew.
  const KEY = 'policy-assistant-question';
  const keep = (text) => sessionStorage.setItem(KEY, text);
  document.addEventListener('input', (event) => {
    if (closest(event, '#pa-question-box')) keep(event.target.value);
  });

  function under(way) {
    asked = way;
    document.documentElement.toggleAttribute('data-answering', way !== null);
  }

  function ask(what) {
    under(what);
    if (what.question) keep(what.question);
    begin(what);
  }

  function restore() {
    const box = document.querySelector('#pa-question-box textarea');
    if (!box) {
      requestAnimationFrame(restore);
    } else if (!box.value && sessionStorage.getItem(KEY)) {
      box.value = sessionStorage.getItem(KEY);
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  function tell() {
    const told = document.querySelector('.pa-waits');
    if (told) told.textContent = waits ? told.dataset.words : '';
    else if (waits) requestAnimationFrame(tell); // the server has not drawn it yet
  }

  function wait(does) {
    waits = does;
    tell();
  }

  // The functions below that take the box's text give the text that it has from now on; nothing leaves it as it is.
  function typed(text) {
    if (!text.trim()) return undefined;
    wait(!begin || asked !== null);
    if (waits) return undefined;
    ask({ question: text });
    return '';
  }

  function touched(what) {
    if (asked === null) ask(what);
    else touch = what;
  }

  // Whoever stops an answer has what was typed meanwhile in the box, unasked.
  function stopping() {
    touch = null;
    wait(false);
    document.querySelector('#pa-question-box textarea').focus();
    return [];
  }

  function answered(text, stopped) {
    under(null);
    if (stopped) {
      keep(text.trim() ? text : stopped);
      return text.trim() ? undefined : stopped;
    }
    keep(text);
    if (touch) {
      ask(touch);
      touch = null;
    } else if (waits) {
      wait(false);
      return typed(text);
    }
    return undefined;
  }

  // The server did not take it (a full queue): Gradio says so, and the question is in the box again.
  function unanswered(text) {
    const { question } = asked;
    under(null);
    touch = null;
    wait(false);
    return text.trim() ? undefined : question;
  }

  function asker(trigger) {
    begin = (what) => trigger('ask', what);
    restore();
    if (waits) document.querySelector('#pa-send').click(); // it was sent before the page was all there
  }

  function offers(element) {
    element.addEventListener('click', (event) => {
      const offer = closest(event, '.pa-offer');
      if (offer) touched({ question: offer.textContent });
    });
  }

  function talks(element, trigger) {
    let opened = false; // the server draws the list closed
    element.addEventListener('toggle', (event) => { opened = event.target.open; }, true);
    new MutationObserver(() => {
      const list = element.querySelector('.pa-talks');
      if (list && opened && !list.open) list.open = true;
    }).observe(element, { childList: true, subtree: true });
    element.addEventListener('click', (event) => {
      const open = closest(event, '[data-open]');
      const rename = closest(event, '[data-rename]');
      const forget = closest(event, '[data-forget]');
      if (open) {
        open.closest('details').open = opened = false;
        trigger('open', { talk_id: open.dataset.open });
      }
      if (forget) trigger('forget', { talk_id: forget.dataset.forget });
      if (rename) {
        const box = document.createElement('input');
        box.value = rename.dataset.name;
        box.maxLength = 80;
        box.className = 'pa-rename';
        box.setAttribute('aria-label', rename.textContent);
        rename.closest('li').querySelector('.pa-talk').replaceWith(box);
        box.focus();
        box.select();
        box.addEventListener('keydown', (key) => {
          if (key.key === 'Enter' && !key.isComposing) trigger('rename', { talk_id: rename.dataset.rename, title: box.value });
          if (key.key === 'Escape') trigger('rename', { talk_id: rename.dataset.rename, title: '' });
        });
      }
    });
  }

  window.policyAssistant = { turns, talks, asker, offers, touched, typed, stopping, answered, unanswered };
})();
