/* The document beside the form: it follows what is typed, tells where a number comes from, shows
   where a field is printed; and the documents that are made. */
(function () {
  'use strict';

  const bench = window.workbench;
  const { work, base, element, notice, ask, post } = bench;
  const { goToField, isField } = bench;
  const MOST_TRIED = 12;

  const frame = document.getElementById('preview');
  let shown = [];
  let kind = '';
  // Whether the document is that of before a mistake.
  let isOld = false;
  // Whether the document has been shown where the page's first field is printed.
  let isAtPage = false;
  let next = null;
  let running = Promise.resolve();

  // The end of an address, so far that it says of what it is: 年初 alone, or 预算数›年初, does not.
  function shortened(address) {
    return address.slice(address[address.length - 2] === '预算数' ? -3 : -2).join('›');
  }

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
    isOld = stays;
    const place = document.getElementById('preview-state');
    if (kind !== 'waiting') { place.textContent = stays ? '有填错的：下面是改错以前的样子。' : ''; }
    if (stays) { return; }
    if (!old || !old.querySelector('main')) { return; }
    // Parsed by the frame itself: this page's policy would strip the styles.
    const fresh = new frame.contentWindow.DOMParser().parseFromString(text, 'text/html');
    if (old.head.textContent !== fresh.head.textContent) { frame.contentWindow.location.reload(); return; }
    swap(old.body, fresh.body, old);
  }

  // Which values the document waits for, each with the way to its field.
  function showWaiting(remarks) {
    if (kind !== 'waiting' && kind !== 'none') { return; }
    const waits = remarks.filter(function (each) { return each.path.length && each.unread; });
    const place = document.getElementById('preview-state');
    // What is said of an old document stays.
    place.textContent = kind === 'none' && isOld ? '有填错的：下面是改错以前的样子。' : '';
    if (!waits.length) { return; }
    place.appendChild(document.createTextNode(kind === 'none' ? '文档等您改好：' : '标着〔待填〕的，等您填：'));
    waits.slice(0, 2).forEach(function (each, number) {
      if (number) { place.appendChild(document.createTextNode('、')); }
      place.appendChild(wayTo(each.path, each.page, shortened(each.address)));
    });
    if (waits.length > 2) { place.appendChild(document.createTextNode(' 等 ' + waits.length + ' 处')); }
  }

  // file: another one of the folder, where the field is not in this one.
  function wayTo(path, page, text, file) {
    const link = element('a', '', text);
    const isHere = !file || file === work.file;
    link.href = (isHere ? base : '/file/' + encodeURIComponent(file)) + '/page/' + page + '#go=' + encodeURIComponent(JSON.stringify(path));
    link.addEventListener('click', function (event) {
      if (isHere && page === work.page) { event.preventDefault(); goToField(path); }
    });
    return link;
  }

  // A mark of the document leads to the field that it names.
  function followMark(mark) {
    const name = /^〔待填：(.*)〕$/.exec(mark.textContent);
    const remark = name && bench.state.remarks.find(function (each) {
      const steps = each.path.map(function (step) { return /^\d{1,3}$/.test(step) ? '第' + (Number(step) + 1) + '个' : step; });
      return steps.join('.') === name[1];
    });
    if (!remark) { return; }
    if (remark.page === work.page) { goToField(remark.path); } else { location.href = wayTo(remark.path, remark.page, '').href; }
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
      const mark = !number && event.target.closest && event.target.closest('mark');
      if (mark) { followMark(mark); }
    });
    page.addEventListener('keydown', function (event) {
      const number = event.target.closest && event.target.closest('data');
      if (number && event.key === 'Enter') { showOrigin(number.getAttribute('value')); }
    });
    goToPage();
  }

  // The document begins where the first field of this page is printed, once; where the reader is
  // already is left to him.
  async function goToPage() {
    if (isAtPage || location.hash || !isPaneShown()) { return; }
    isAtPage = true;
    const filled = Array.from(document.querySelectorAll('#form [data-path]')).filter(function (node) {
      return isField(node) && node.tagName !== 'SELECT' && node.value.trim();
    });
    for (const node of filled.slice(0, MOST_TRIED)) {
      const place = (await printedAt(node))[0];
      const view = frame.contentWindow;
      if (!view || view.scrollY || isField(document.activeElement)) { return; }
      if (place) {
        view.scrollTo(0, place.getBoundingClientRect().top - view.innerHeight / 3);
        return;
      }
    }
  }

  function isPaneShown() {
    return getComputedStyle(document.getElementById('preview-pane')).display !== 'none';
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

  // The fields that a number waits for, before all that it is computed of.
  function showEmpty(origin, line) {
    const empty = new Map();
    gatherEmpty(origin, empty);
    if (!empty.size) { return; }
    const place = element('div', '', '等这里填好：');
    Array.from(empty.values()).slice(0, 6).forEach(function (each, number) {
      if (number) { place.appendChild(document.createTextNode('、')); }
      place.appendChild(wayTo(each.path, each.page, shortened(each.field), each.address));
    });
    if (empty.size > 6) { place.appendChild(document.createTextNode(' 等 ' + empty.size + ' 处')); }
    line.appendChild(place);
  }

  function gatherEmpty(origin, empty) {
    if (origin.value.indexOf('〔待填〕') !== 0) { return; }
    if (!origin.inputs.length && origin.path.length) { empty.set(origin.address + JSON.stringify(origin.path), origin); }
    origin.inputs.forEach(function (part) { gatherEmpty(part, empty); });
  }

  // A number and the numbers that it is computed of.
  function originNode(origin, first) {
    const node = element(first ? 'div' : 'li');
    const line = element('div');
    line.appendChild(element('strong', '', origin.label + '：' + origin.value));
    if (origin.path.length) {
      line.appendChild(document.createTextNode(' '));
      const where = origin.address === work.file ? '' : '（' + origin.address + '）';
      line.appendChild(wayTo(origin.path, origin.page, '到填写的地方' + where, origin.address));
    } else if (origin.file && !origin.inputs.length) {
      line.appendChild(document.createTextNode('（' + origin.file + ' 第 ' + origin.line + ' 行）'));
    }
    node.appendChild(line);
    if (first && origin.inputs.length) { showEmpty(origin, line); }
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
    const places = await printedAt(node);
    shown.forEach(function (each) { each.style.outline = ''; each.style.background = ''; });
    shown = places;
    shown.forEach(function (each) {
      if (each.nodeName === 'DATA') { each.style.outline = '2px solid #c77700'; }
      each.style.background = '#fff3c4';
    });
    if (places.length && isPaneShown()) { places[0].scrollIntoView({ block: 'center' }); }
  }

  // Where the document prints a field: its numbers, or the paragraph with what is typed.
  async function printedAt(node) {
    const address = base + '/printed?path=' + encodeURIComponent(node.dataset.path);
    const keys = await ask(address).catch(function () { return []; });
    const page = frame.contentDocument;
    if (!page) { return []; }
    const places = [];
    keys.slice(0, 4).forEach(function (key) {
      places.push(...page.querySelectorAll('data[value="' + key + '"]'));
    });
    const typed = (node.value || '').trim().split('\n')[0];
    const isOfWords = node.tagName === 'TEXTAREA' || (node.tagName === 'INPUT' && !node.hasAttribute('inputmode'));
    if (!places.length && isOfWords && typed.length > 3) {
      const line = Array.from(page.querySelectorAll('p')).find(function (each) { return each.textContent.includes(typed); });
      if (line) { places.push(line); }
    }
    return places;
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
    showDocument: showDocument, showWaiting: showWaiting, isWronglyMarked: isWronglyMarked, startDocument: startDocument, showPrinted: showPrinted,
    makeDocuments: makeDocuments
  });
}());
