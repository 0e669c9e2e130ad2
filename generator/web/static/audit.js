/* The audit of finished documents: each is sent by itself, and what is said of it shown. ES2017. */
(function () {
  'use strict';

  const bench = window.workbench;
  const { element, actButton, notice, ask, askFile } = bench;
  const COPIES = { comments: '存一份带批注的 Word', list: '存成 Excel 清单' };
  const LEVELS = { 错误: '任何四舍五入都解释不了', 警告: '请核对', 提示: '知道即可' };

  function address(file, copy) {
    const against = document.getElementById('against');
    return '/audit?name=' + encodeURIComponent(file.name)
      + '&against=' + encodeURIComponent(against ? against.value : '')
      + (copy ? '&as=' + copy : '');
  }

  function keep(content, name) {
    const link = element('a');
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  async function keepCopy(file, copy) {
    try {
      const answer = await askFile(address(file, copy), { method: 'POST', body: file });
      keep(answer.content, answer.name);
    } catch (error) { notice(error.message, true); }
  }

  function lineNode(line) {
    const node = element('div', 'remark ' + line.level);
    const text = element('p');
    text.appendChild(element('span', 'level', line.level));
    text.appendChild(document.createTextNode(' ' + line.place + '：' + line.message));
    node.appendChild(text);
    if (line.quote) { node.appendChild(element('p', 'help', '原文：' + line.quote)); }
    if (line.guess) { node.appendChild(element('p', '', '猜想：' + line.guess)); }
    return node;
  }

  function show(section, file, answer) {
    section.querySelector('.summary').textContent = answer.error || answer.summary;
    (answer.notes || []).forEach(function (note) { section.appendChild(element('p', 'help', note)); });
    if (answer.copies.length) {
      const buttons = element('div', 'line');
      answer.copies.forEach(function (copy) {
        buttons.appendChild(actButton(COPIES[copy], function () { keepCopy(file, copy); }));
      });
      section.appendChild(buttons);
    }
    Object.keys(LEVELS).forEach(function (level) {
      const lines = answer.lines.filter(function (line) { return line.level === level; });
      if (!lines.length) { return; }
      section.appendChild(element('h3', '', level + '（' + lines.length + '，' + LEVELS[level] + '）'));
      lines.forEach(function (line) { section.appendChild(lineNode(line)); });
    });
    if (answer.left_out) {
      section.appendChild(element('p', '', '还有 ' + answer.left_out + ' 处，在 Excel 清单里。'));
    }
  }

  async function auditOne(file, place) {
    const section = element('section');
    section.appendChild(element('h2', '', file.name));
    section.appendChild(element('p', 'summary', '正在审核……'));
    place.appendChild(section);
    try {
      show(section, file, await ask(address(file, ''), { method: 'POST', body: file }));
    } catch (error) {
      section.querySelector('.summary').textContent = error.message;
    }
  }

  document.getElementById('audit').addEventListener('submit', async function (event) {
    event.preventDefault();
    const place = document.getElementById('audited');
    const button = event.target.querySelector('button');
    place.textContent = '';
    button.disabled = true;
    for (const file of Array.from(document.getElementById('documents').files)) { await auditOne(file, place); }
    button.disabled = false;
  });
}());
