/* What all scripts share (window.workbench): requests to the program, notices, small helpers. */
(function () {
  'use strict';

  const bench = {};
  window.workbench = bench;

  const work = document.body.dataset;
  const base = '/file/' + encodeURIComponent(work.file);
  const rules = { createHTML: function (text) { return text; } };
  const trusted = window.trustedTypes
    ? window.trustedTypes.createPolicy('workbench', rules)
    : rules;

  function element(name, className, text) {
    const node = document.createElement(name);
    if (className) { node.className = className; }
    if (text) { node.textContent = text; }
    return node;
  }

  // A button without weight, which does something.
  function actButton(text, act) {
    const button = element('button', 'quiet', text);
    button.type = 'button';
    button.addEventListener('click', act);
    return button;
  }

  // Does something when a button is pressed, where the page has it.
  function press(id, act) {
    const button = document.getElementById(id);
    if (button) { button.addEventListener('click', act); }
  }

  // Opens or closes a panel and says so of its button; returns whether it is open now.
  function togglePanel(button, panel, open) {
    const node = document.getElementById(panel);
    node.hidden = open === undefined ? !node.hidden : !open;
    document.getElementById(button).setAttribute('aria-expanded', String(!node.hidden));
    return !node.hidden;
  }

  // Tells something for a few seconds, or, with buttons, until one of them is pressed; returns the
  // node.
  function notice(text, bad, buttons) {
    const node = element('div', bad ? 'notice bad' : 'notice');
    node.appendChild(element('div', '', text));
    (buttons || []).forEach(function (each) {
      const button = element('button', '', each.text);
      button.type = 'button';
      button.addEventListener('click', function () { node.remove(); each.act(); });
      node.appendChild(button);
    });
    document.getElementById('notices').appendChild(node);
    if (!buttons) { setTimeout(function () { node.remove(); }, bad ? 12000 : 4000); }
    return node;
  }

  // The error of a request that the program did not get: what was sent can be sent again.
  function lost(message) {
    const error = new Error(message);
    error.lost = true;
    return error;
  }

  // Asks the program; throws an Error with what it says where it does not do it.
  async function ask(address, request) {
    return (await answered(address, request)).json().catch(function () { return {}; });
  }

  // Asks for a file; its content, and the name that it is to have.
  async function askFile(address, request) {
    const answer = await answered(address, request);
    const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') || '');
    return { content: await answer.blob(), name: name ? decodeURIComponent(name[1]) : '' };
  }

  async function answered(address, request) {
    let answer;
    try {
      answer = await fetch(address, request);
    } catch (error) {
      throw lost('程序已经关掉了。没有保存的还在这一页上：重新打开程序（就在原来的窗口或文件夹），再按“再存一次”。');
    }
    if (answer.ok) { return answer; }
    if (answer.status === 403) {
      throw lost('程序重新启动过：请在新打开的窗口里填写。这一页上没有保存的，要在那里再填一次。');
    }
    const body = await answer.json().catch(function () { return {}; });
    const usual = answer.status === 404 ? '文件不见了：可能改了名，或被移走了。' : '没有做成。';
    throw new Error(body.error || usual);
  }

  // Of all requests that go on when the page is left, a browser takes 64 KiB; a sign has up to 3 bytes.
  const MOST_KEPT_ALIVE = 5000;

  // A small request is sent even when the page is left meanwhile.
  function postTo(address, value) {
    const body = JSON.stringify(value);
    return ask(address, { method: 'POST', body: body, keepalive: body.length < MOST_KEPT_ALIVE });
  }

  // Asks for something to be done with the file of the page.
  function post(action, value) { return postTo(base + '/' + action, value); }

  // The state of a file: what is left to do, whether it may be published.
  function showChips(place, counts, publishable) {
    if (counts.missing) { place.appendChild(element('span', 'chip missing', '待填 ' + counts.missing)); }
    if (counts.errors) { place.appendChild(element('span', 'chip error', '错误 ' + counts.errors)); }
    if (counts.warnings) { place.appendChild(element('span', 'chip warning', '警告 ' + counts.warnings)); }
    if (counts.hints) { place.appendChild(element('span', 'chip hint', '提示 ' + counts.hints)); }
    if (publishable) { place.appendChild(element('span', 'chip good', '可以公开')); }
  }

  // revision: of the file that the page shows; stored: what fields have in the file since the page was fetched; waiting, unsaved: changes by their paths that were
  // not sent yet, that could not be sent; saving: the end of what is being sent, in so many parts
  // (queued); sending: how many changes have no answer yet; rechecking: fields whose findings are
  // those of another value than they have now; units: of pasted amounts, by table; rebuilding: the form is being replaced; composing:
  // signs are being composed; remarks: the findings shown last; notes: 核对说明 that are typed and not
  // written yet, by entry.
  bench.state = {
    revision: 0,
    waiting: new Map(),
    unsaved: new Map(),
    stored: new Map(),
    saving: Promise.resolve(),
    queued: 0,
    sending: 0,
    rechecking: new Set(),
    units: new Map(),
    rebuilding: false,
    composing: false,
    remarks: [],
    notes: new Map()
  };
  Object.assign(bench, {
    work: work, base: base, trusted: trusted, element: element, actButton: actButton,
    press: press, togglePanel: togglePanel, notice: notice, ask: ask, askFile: askFile, post: post,
    postTo: postTo, showChips: showChips
  });
}());
