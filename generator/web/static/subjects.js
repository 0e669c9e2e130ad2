/* 科目: a list to choose from while a few signs of one are typed. */
(function () {
  'use strict';

  const bench = window.workbench;
  const { work, element, ask } = bench;

  let options = null;

  function closeOptions() {
    if (!options) { return; }
    options.list.remove();
    options.input.setAttribute('aria-expanded', 'false');
    options.input.removeAttribute('aria-activedescendant');
    options = null;
  }

  // A click on an option comes after its field is left.
  function leaveOptions(input) {
    if (options && input === options.input) { setTimeout(closeOptions, 150); }
  }

  async function offerSubjects(input) {
    const query = input.value.trim();
    if (!query) { closeOptions(); return; }
    const address = '/subjects?q=' + encodeURIComponent(query) + '&kind=' + encodeURIComponent(input.dataset.subject) + '&year=' + work.year;
    const names = await ask(address).catch(function () { return []; });
    if (document.activeElement !== input || input.value.trim() !== query) { return; }
    closeOptions();
    if (!names.length || (names.length === 1 && names[0] === query)) { return; }
    const list = element('ul', 'options');
    list.setAttribute('role', 'listbox');
    list.id = 'subject-options';
    names.forEach(function (name, number) {
      const item = element('li', '', name);
      item.id = 'subject-option-' + number;
      item.setAttribute('role', 'option');
      item.addEventListener('mousedown', function (event) { event.preventDefault(); choose(number); });
      list.appendChild(item);
    });
    const place = input.getBoundingClientRect();
    list.style.left = (place.left + window.scrollX) + 'px';
    list.style.top = (place.bottom + window.scrollY) + 'px';
    document.body.appendChild(list);
    input.setAttribute('aria-expanded', 'true');
    input.setAttribute('aria-controls', 'subject-options');
    options = { list: list, input: input, at: -1 };
  }

  function choose(number) {
    const item = options.list.children[number];
    options.input.value = item.textContent;
    closeOptions();
  }

  function moveInOptions(event) {
    if (!options || event.target !== options.input) { return false; }
    const count = options.list.children.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      options.at = (options.at + (event.key === 'ArrowDown' ? 1 : count - 1) + count) % count;
      Array.from(options.list.children).forEach(function (item, number) { item.setAttribute('aria-selected', String(number === options.at)); });
      options.input.setAttribute('aria-activedescendant', 'subject-option-' + options.at);
      options.list.children[options.at].scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') { choose(Math.max(options.at, 0)); }
    else if (event.key === 'Tab' && !/^\d+$/.test(options.input.value)) { choose(Math.max(options.at, 0)); return false; }
    else if (event.key === 'Escape') { closeOptions(); }
    else { return false; }
    event.preventDefault();
    return true;
  }

  Object.assign(bench, {
    leaveOptions: leaveOptions, offerSubjects: offerSubjects, moveInOptions: moveInOptions
  });
}());
