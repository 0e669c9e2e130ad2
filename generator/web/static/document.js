/* The document beside the form: it follows what is typed, tells where a number comes from, shows
   where a field is printed; and the documents that are made. */
(function () {
  'use strict';

  const bench = window.workbench;
  const { work, base, element, notice, ask, post } = bench;
  const { goToField } = bench;

  const frame = document.getElementById('preview');
  let shown = [];
  let kind = '';
  let next = null;
  let running = Promise.resolve();

  // One document at a time: however many are asked for meanwhile, one more follows.
  function showDocument() {
    if (!next) {
      next = running.then(function () {
        next = null;
        return fetchDocument();
      });
      running = next.catch(function () { return null; });
    }
    return next;
  }

  async function fetchDocument() {
    const answer = await fetch(base + '/preview').catch(function () { return null; });
    if (!answer || !answer.ok || !frame.contentWindow) { return; }
    const text = await answer.text();
    const old = frame.contentDocument;
    kind = answer.headers.get('x-document');
    const none = kind === 'none';
    const stays = none && old && Boolean(old.querySelector('data'));
    document.getElementById('preview-state').textContent = stays ? '数据文件还读不全：下面是上一次读得全的样子。' : '';
    if (stays) { return; }
    if (!old || !old.querySelector('main')) { return; }
    // Parsed by the frame itself: this page's policy would strip the styles.
    const fresh = new frame.contentWindow.DOMParser().parseFromString(text, 'text/html');
    if (old.head.textContent !== fresh.head.textContent) { frame.contentWindow.location.reload(); return; }
    swap(old.body, fresh.body, old);
  }

  // Whether the document is marked otherwise than the findings say: it was shown before them.
  function isWronglyMarked(publishable) {
    return (kind === 'final') !== publishable && kind !== 'none';
  }

  // Replaces what differs only, so that the page stays where it was scrolled to.
  function swap(old, fresh, page) {
    const mine = Array.from(old.children);
    const theirs = Array.from(fresh.children);
    if (mine.length !== theirs.length || !mine.length || old.nodeName === 'TABLE' || old.nodeName === 'P') {
      if (!old.isEqualNode(fresh)) { old.replaceWith(page.adoptNode(fresh)); }
      return;
    }
    mine.forEach(function (node, number) {
      const other = theirs[number];
      if (node.isEqualNode(other)) { return; }
      if (node.nodeName === other.nodeName && node.attributes.length === other.attributes.length && /^(BODY|MAIN|SECTION|DIV)$/.test(node.nodeName)) {
        swap(node, other, page);
      } else {
        node.replaceWith(page.adoptNode(other));
      }
    });
  }

  function watchFrame() {
    const page = frame.contentDocument;
    if (!page) { return; }
    page.addEventListener('click', function (event) {
      const number = event.target.closest && event.target.closest('data');
      if (number) { showOrigin(number.getAttribute('value')); }
    });
    page.addEventListener('keydown', function (event) {
      const number = event.target.closest && event.target.closest('data');
      if (number && event.key === 'Enter') { showOrigin(number.getAttribute('value')); }
    });
  }

  // The frame may be there already, or come later, and again.
  function startDocument() {
    frame.addEventListener('load', watchFrame);
    if (frame.contentDocument && frame.contentDocument.readyState === 'complete') { watchFrame(); }
  }

  async function showOrigin(key) {
    try {
      const origin = await ask(base + '/origin?figure=' + encodeURIComponent(key));
      const body = document.getElementById('origin-body');
      body.textContent = '';
      body.appendChild(originNode(origin, true));
      document.getElementById('origin').hidden = false;
      body.focus();
    } catch (error) { notice('这个数没有来历可看', false); }
  }

  // A number and the numbers that it is computed of.
  function originNode(origin, first) {
    const node = element(first ? 'div' : 'li');
    const line = element('div');
    line.appendChild(element('strong', '', origin.label + '：' + origin.value));
    if (origin.path.length) {
      const link = element('a', '', '到填写的地方');
      link.href = base + '/page/' + origin.page + '#go=' + encodeURIComponent(JSON.stringify(origin.path));
      link.addEventListener('click', function (event) {
        if (origin.page === work.page) { event.preventDefault(); goToField(origin.path); }
      });
      line.appendChild(document.createTextNode(' '));
      line.appendChild(link);
    } else if (origin.file && !origin.inputs.length) {
      line.appendChild(document.createTextNode('（' + origin.file + ' 第 ' + origin.line + ' 行）'));
    }
    node.appendChild(line);
    if (origin.inputs.length) {
      const few = origin.inputs.length <= 6;
      const formula = !few ? '' : origin.inputs.map(function (part) { return part.label; }).join(' ' + origin.formula + ' ');
      line.appendChild(element('div', 'help', few ? '＝ ' + formula : '＝ 下面 ' + origin.inputs.length + ' 个数（' + origin.formula + '）'));
      const list = element('ul');
      origin.inputs.forEach(function (part) { list.appendChild(originNode(part, false)); });
      if (first) { node.appendChild(list); } else {
        const more = element('details');
        more.appendChild(element('summary', '', '由哪些数得来'));
        more.appendChild(list);
        node.appendChild(more);
      }
    }
    return node;
  }

  // Marks where the document prints a field.
  async function showPrinted(node) {
    if (!frame.contentDocument) { return; }
    const keys = await ask(base + '/printed?path=' + encodeURIComponent(node.dataset.path)).catch(function () { return []; });
    shown.forEach(function (each) { each.style.outline = ''; each.style.background = ''; });
    shown = [];
    keys.slice(0, 4).forEach(function (key) {
      frame.contentDocument.querySelectorAll('data[value="' + key + '"]').forEach(function (each) {
        each.style.outline = '2px solid #c77700';
        each.style.background = '#fff3c4';
        shown.push(each);
      });
    });
    let place = shown[0];
    const typed = (node.value || '').trim().split('\n')[0];
    if (!place && node.tagName === 'TEXTAREA' && typed.length > 3) {
      place = Array.from(frame.contentDocument.querySelectorAll('p')).find(function (each) { return each.textContent.includes(typed); });
      if (place) { place.style.background = '#fff3c4'; shown.push(place); }
    }
    if (place && getComputedStyle(document.getElementById('preview-pane')).display !== 'none') { place.scrollIntoView({ block: 'center' }); }
  }

  async function makeDocuments() {
    if (bench.isDirty()) { await bench.saveText(); }
    await bench.save();
    const formats = Array.from(document.querySelectorAll('[name=format]:checked')).map(function (box) { return box.value; });
    const place = document.getElementById('progress');
    place.textContent = '开始……';
    document.getElementById('start').disabled = true;
    try {
      await post('report', { formats: formats });
      for (;;) {
        const run = await ask(base + '/job');
        if (run.done) { showMade(run, place); break; }
        place.textContent = (run.steps[run.steps.length - 1] || '开始') + '……';
        await new Promise(function (resolve) { setTimeout(resolve, 250); });
      }
    } catch (error) { place.textContent = error.message; }
    document.getElementById('start').disabled = false;
  }

  function showMade(run, place) {
    place.textContent = '';
    if (run.error) { place.appendChild(element('p', 'remark 错误', run.error)); return; }
    const words = run.draft
      ? '这是审核稿，不能公开：还有错误或待填的。改好以后再生成。'
      : '可以公开。';
    place.appendChild(element('p', '', words + '文件在数据文件夹的“' + work.documents + '”里：'));
    const list = element('ul');
    run.files.forEach(function (name) {
      const item = element('li');
      const link = element('a', '', name);
      link.href = base + '/document/' + encodeURIComponent(name);
      link.target = '_blank';
      link.rel = 'noopener';
      item.appendChild(link);
      list.appendChild(item);
    });
    place.appendChild(list);
    run.aside.forEach(function (line) { place.appendChild(element('p', 'remark 警告', line)); });
  }

  Object.assign(bench, {
    showDocument: showDocument, isWronglyMarked: isWronglyMarked, startDocument: startDocument, showPrinted: showPrinted,
    makeDocuments: makeDocuments
  });
}());
