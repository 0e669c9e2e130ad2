/* Fields and the paths of the data file that they write to. */
(function () {
  'use strict';

  const bench = window.workbench;

  function pathOf(node) { return JSON.parse(node.dataset.path); }

  function isField(node) { return node.dataset && node.dataset.path && /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName); }

  // The field that writes to a path itself.
  function inputOf(path) {
    const wanted = JSON.stringify(path);
    return Array.from(document.querySelectorAll('#form [data-path]')).find(function (node) {
      return isField(node) && JSON.stringify(pathOf(node)) === wanted;
    });
  }

  // What stands nearest to a path: its own field, or that of the smallest part around it.
  function fieldOf(path) {
    for (let length = path.length; length > 0; length -= 1) {
      const wanted = JSON.stringify(path.slice(0, length));
      const nodes = Array.from(document.querySelectorAll('#form [data-path]')).filter(function (node) {
        return JSON.stringify(pathOf(node)) === wanted && node.tagName !== 'BUTTON';
      });
      if (nodes.length) { return nodes; }
    }
    return [];
  }

  function goToField(path) {
    const nodes = fieldOf(path);
    const part = nodes.find(isField) || nodes.find(function (node) { return node.tagName !== 'DETAILS'; }) || nodes[0];
    if (!part) { return; }
    // Of a part that has nothing yet, to where it is typed.
    const input = isField(part) ? part : part.querySelector('tr.new input, input, select, textarea') || part;
    let around = input.closest('details');
    while (around) { around.open = true; around = around.parentElement.closest('details'); }
    input.scrollIntoView({ block: 'center' });
    input.focus();
  }

  // A text is as high as it has lines.
  function fitText(node) {
    const most = node.closest('.grid') ? 6 : 16;
    node.rows = 1;
    while (node.rows < most && node.scrollHeight > node.clientHeight + 2) { node.rows += 1; }
  }

  function fitTexts() {
    document.querySelectorAll('#form textarea[data-path], #form textarea.key').forEach(fitText);
  }

  Object.assign(bench, {
    pathOf: pathOf, isField: isField, inputOf: inputOf, fieldOf: fieldOf, goToField: goToField,
    fitText: fitText, fitTexts: fitTexts
  });
}());
