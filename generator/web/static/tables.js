/* Tables: cells and rows pasted from a workbook, copied to one, sums. */
(function () {
  'use strict';

  const bench = window.workbench;
  const state = bench.state;
  const { element, notice } = bench;
  const { pathOf } = bench;

  // In which unit the amounts are that are pasted into the table of a field.
  function unitFor(node) {
    const table = node.closest('table');
    const choice = table && document.querySelector('.typed-unit[data-for="' + table.dataset.grid + '"]');
    return choice ? choice.value : '';
  }

  // What a workbook copies → rows of cells; a cell in quotes may have lines of its own.
  function cellsOf(text) {
    const rows = [[]];
    let cell = '';
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text.charAt(at);
      if (quoted) {
        if (sign === '"' && text.charAt(at + 1) === '"') { cell += '"'; at += 1; }
        else if (sign === '"') { quoted = false; }
        else { cell += sign; }
      } else if (sign === '"' && cell === '') { quoted = true; }
      else if (sign === '\t') { rows[rows.length - 1].push(cell); cell = ''; }
      else if (sign === '\n') { rows[rows.length - 1].push(cell); cell = ''; rows.push([]); }
      else if (sign !== '\r') { cell += sign; }
    }
    rows[rows.length - 1].push(cell);
    return rows.filter(function (row) { return row.some(function (each) { return each.trim(); }); });
  }

  function pasteCells(event) {
    const node = event.target;
    const table = node.closest && node.closest('table.grid');
    const text = event.clipboardData && event.clipboardData.getData('text/plain');
    if (!table || !text || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ''))) { return; }
    const rows = cellsOf(text);
    if (node.tagName === 'TEXTAREA' && rows.length && rows.every(function (row) { return row.length === 1; })) { return; }
    event.preventDefault();
    const row = node.closest('tr');
    const column = node.closest('td, th').cellIndex;
    if (row.classList.contains('new')) {
      const before = new Array(beginsRow(row, rows) ? 0 : column).fill('');
      bench.addRows(table.dataset.grid, rows.map(function (cells) { return before.concat(cells); }));
      return;
    }
    pasteOver(table, rows.filter(function (cells) { return !isHeading(cells); }), row, column);
  }

  // Whether what is pasted begins with the first column of a table, wherever it is pasted into the
  // new row: into a drop-down nothing can be.
  function beginsRow(row, rows) {
    const first = row.cells[0].querySelector('select');
    if (!first) {
      return rows.some(function (cells) { return cells.length >= row.cells.length - 1; });
    }
    const choices = Array.from(first.options).map(function (option) { return option.text; });
    return rows.some(function (cells) {
      const text = cells[0].trim();
      return text && choices.includes(text);
    });
  }

  // The column of a table into whose new row a block can be pasted.
  function pasteColumn(table) {
    const cells = Array.from(table.querySelector('tr.new').cells);
    const at = cells.findIndex(function (cell) { return cell.querySelector('input, textarea'); });
    return table.tHead.rows[0].cells[at].textContent;
  }

  function isHeading(cells) {
    return cells.every(function (cell) { return !/\d/.test(cell) && !/^\s*[-—–]*\s*$/.test(cell); });
  }

  function isAmount(text) {
    return /^[-+]?[¥￥]?[\d,，.．０-９\s]*\s*[万亿]?元?$|^[-—–]+$/.test(text.trim());
  }

  // The row of a 科目 (by its code, else its name) or of another name.
  function rowOf(rows, text) {
    const wanted = (text.match(/\d{5,7}/) || [text.trim()])[0];
    return rows.find(function (row) { return wanted && row.dataset.row && row.dataset.row.includes(wanted); });
  }

  // Over the cells that are there: nothing is changed while one of them cannot be what it should.
  // Pasted at the head of a row, a block says by its first column into which rows it goes.
  function pasteOver(table, rows, row, column) {
    const all = Array.from(table.querySelectorAll('tbody tr:not(.new)'));
    const below = all.slice(all.indexOf(row));
    const head = row.cells[column].querySelector('[data-path]') ? null : row.cells[column];
    const targets = [];
    if (head) {
      const lost = rows.find(function (cells) { return !rowOf(below, cells[0]); });
      if (lost) {
        notice('没有粘贴：这一行和下面没有“' + lost[0].trim() + '”。要加行，请粘贴到最后一行的“' + pasteColumn(table) + '”格；只改数的，从要改的那一列粘贴。', true);
        return;
      }
    }
    let left = 0;
    let wrong = '';
    rows.forEach(function (cells, down) {
      const target = head ? rowOf(below, cells[0]) : below[down];
      cells.forEach(function (value, right) {
        if (head && !right) { return; }
        const place = target && target.cells[column + right];
        const input = place && place.querySelector('[data-path]:not(button)');
        if (!input) { left += value.trim() ? 1 : 0; return; }
        if (input.hasAttribute('inputmode') && !isAmount(value)) {
          wrong = wrong || '第 ' + (down + 1) + ' 行的“' + value.trim() + '”';
        }
        targets.push([input, value.trim()]);
      });
    });
    if (wrong) {
      notice('没有粘贴：' + wrong + '不是数，这一列要填数。请对齐了列再粘贴。', true);
      return;
    }
    targets.forEach(function (pair) {
      pair[0].value = pair[1];
      bench.noteChange(pair[0], unitFor(pair[0]));
    });
    bench.save().then(function () {
      if (state.unsaved.size) { return; }
      bench.rebuild();
      const more = '；有 ' + left + ' 格没有地方放：要加行，请粘贴到最后一行的“' + pasteColumn(table) + '”格';
      notice('改了 ' + targets.length + ' 格' + (left ? more : ''), left > 0);
    });
  }

  function copyTable(name) {
    const table = document.querySelector('table[data-grid="' + name + '"]');
    const lines = Array.from(table.rows).filter(function (row) { return !row.classList.contains('new'); }).map(function (row) {
      return Array.from(row.cells).slice(0, -1).map(function (cell) {
        const input = cell.querySelector('input, select, textarea');
        const text = (input ? input.value : cell.textContent).trim();
        return /[\t\n"]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
      }).join('\t');
    });
    const copied = element('textarea');
    copied.value = lines.join('\n');
    document.body.appendChild(copied);
    copied.select();
    document.execCommand('copy');
    copied.remove();
    notice('已复制 ' + lines.length + ' 行，可以粘贴到 Excel');
  }

  // Says of each table that is wider than its place that it can be moved.
  function showSwipes() {
    document.querySelectorAll('#form .swipe').forEach(function (hint) {
      const table = hint.nextElementSibling;
      hint.hidden = table.scrollWidth <= table.clientWidth + 1;
    });
  }

  // Sums of a table, of what stands in its cells now: exact, in units of the last decimal.
  function showSums() {
    document.querySelectorAll('table.grid tfoot tr').forEach(function (foot) {
      const rows = Array.from(foot.closest('table').querySelectorAll('tbody tr:not(.new)'));
      Array.from(foot.cells).forEach(function (cell, column) {
        if (!column || !rows.some(function (row) { return row.cells[column] && row.cells[column].querySelector('input[inputmode]'); })) { return; }
        cell.textContent = exactSum(rows.map(function (row) {
          const input = row.cells[column] && row.cells[column].querySelector('input[inputmode]');
          return input ? input.value : '';
        }));
      });
    });
  }

  // The sum of amounts, "" where none is typed or the sum is too large to be exact.
  function exactSum(texts) {
    const plain = texts.map(function (text) { return text.replace(/[,，\s]/g, ''); })
      .filter(function (text) { return /^[+-]?\d{1,18}(\.\d{1,9})?$/.test(text); });
    if (!plain.length) { return ''; }
    const decimals = Math.max.apply(null, plain.map(function (text) { return (text.split('.')[1] || '').length; }));
    const digits = plain.map(function (text) {
      const parts = text.replace('+', '').split('.');
      const fraction = ((parts[1] || '') + '000000000').slice(0, decimals);
      return Number(parts[0].replace('-', '') + fraction) * (parts[0].charAt(0) === '-' ? -1 : 1);
    });
    const sum = digits.reduce(function (one, other) { return one + other; }, 0);
    if (!Number.isSafeInteger(sum)) { return ''; }
    const text = String(Math.abs(sum)).padStart(decimals + 1, '0');
    const whole = text.slice(0, text.length - decimals);
    const fraction = text.slice(text.length - decimals).replace(/0+$/, '');
    return (sum < 0 ? '-' : '') + whole + (fraction ? '.' + fraction : '');
  }

  Object.assign(bench, {
    unitFor: unitFor, pasteCells: pasteCells, copyTable: copyTable, showSums: showSums,
    showSwipes: showSwipes
  });
}());
