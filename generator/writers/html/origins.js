/* Where a number comes from: Enter, the space bar or a click on a number opens it, Escape closes it
   and goes back to the number. In a table the arrow keys go from number to number, so that the Tab
   key passes a table in one step. Without this script, a number that has the focus shows its origin
   (screen.css). Written for browsers of 2017. */
document.addEventListener('DOMContentLoaded', function () {
  'use strict';
  var numbers = Array.prototype.slice.call(document.querySelectorAll('data[title]'));
  if (!numbers.length) { return; }
  var current = null;

  var panel = document.createElement('div');
  var words = document.createElement('p');
  var close = document.createElement('button');
  panel.className = 'origin';
  panel.id = 'origin';
  panel.hidden = true;
  panel.tabIndex = -1;
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-labelledby', 'origin-words');
  words.id = 'origin-words';
  close.type = 'button';
  close.textContent = '关闭';
  panel.appendChild(words);
  panel.appendChild(close);
  document.body.appendChild(panel);
  document.documentElement.classList.add('scripted');

  function open(number) {
    if (current) { current.setAttribute('aria-expanded', 'false'); }
    current = number;
    number.setAttribute('aria-expanded', 'true');
    words.textContent = number.textContent + '：' + number.title;
    panel.hidden = false;
    panel.scrollTop = 0;
    // What it covers scrolls up, with the number.
    var covered = number.getBoundingClientRect().bottom - panel.getBoundingClientRect().top + 12;
    if (covered > 0) { window.scrollBy(0, covered); }
    panel.focus();
  }

  function shut(back) {
    var number = current;
    if (!number) { return; }
    current = null;
    number.setAttribute('aria-expanded', 'false');
    panel.hidden = true;
    if (back) { number.focus(); }
  }

  close.addEventListener('click', function () { shut(true); });
  panel.addEventListener('focusout', function (event) {
    if (!panel.contains(event.relatedTarget)) { shut(false); }
  });
  document.addEventListener('click', function (event) {
    var number = event.target.closest && event.target.closest('data[title]');
    if (number) { open(number); } else if (!panel.contains(event.target)) { shut(false); }
  });

  function plainKey(event) {
    return !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
  }

  document.addEventListener('keydown', function (event) {
    var number = event.target.closest && event.target.closest('data[title]');
    if (event.key === 'Escape' && current) {
      event.preventDefault();
      shut(true);
    } else if (number && plainKey(event) && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      open(number);
    } else if (number && plainKey(event)) {
      step(event, number);
    }
  });

  // Lines and columns as they are seen: cells span, and many hold no number.
  function neighbour(number, key) {
    var table = number.closest('table');
    if (!table) { return null; }
    var from = number.getBoundingClientRect();
    var vertical = key === 'ArrowUp' || key === 'ArrowDown';
    var backwards = key === 'ArrowUp' || key === 'ArrowLeft';
    var nearest = null;
    var least = Infinity;
    Array.prototype.forEach.call(table.querySelectorAll('data[title]'), function (other) {
      var to = other.getBoundingClientRect();
      var ahead = vertical ? to.top - from.top : to.left - from.left;
      var beside = vertical ? to.right - from.right : to.top - from.top;
      if (backwards) { ahead = -ahead; }
      var far = ahead + 9 * Math.abs(beside);
      if (other !== number && ahead > 1 && far < least) {
        nearest = other;
        least = far;
      }
    });
    return nearest;
  }

  function step(event, number) {
    if (!/^Arrow(Up|Down|Left|Right)$/.test(event.key)) { return; }
    var next = neighbour(number, event.key);
    if (!next) { return; }
    event.preventDefault();
    next.focus();
    // Some browsers leave what has the focus under the columns that stay: they count it as in sight.
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  // One number of each table, the last that had the focus, is reached by the Tab key.
  document.addEventListener('focusin', function (event) {
    var number = event.target.closest && event.target.closest('td data[title], th data[title]');
    if (!number || number.tabIndex === 0) { return; }
    var before = number.closest('table').querySelector('data[tabindex="0"]');
    if (before) { before.tabIndex = -1; }
    number.tabIndex = 0;
  });

  var table = null;
  numbers.forEach(function (number) {
    number.setAttribute('role', 'button');
    number.setAttribute('aria-haspopup', 'dialog');
    number.setAttribute('aria-expanded', 'false');
    var mine = number.closest('table');
    if (mine && mine === table) { number.tabIndex = -1; }
    table = mine;
  });
});
