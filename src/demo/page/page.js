/** The demo's page: draws what the emulators show and presses what a person would press. */

const KEYS = [
  ['next', 'Next'],
  ['recall', 'Recall'],
  ['start', 'Start'],
  ['finish', 'Finish'],
  ['no-show', 'No-show'],
  ['undo', 'Undo'],
  ['pause', 'Pause'],
  ['transfer', 'Transfer'],
  ['clear', 'Clear'],
  ['1', '1'],
  ['2', '2'],
  ['3', '3'],
  ['4', '4'],
  ['5', '5'],
  ['6', '6'],
  ['7', '7'],
  ['8', '8'],
  ['9', '9'],
  ['0', '0'],
  ['enter', 'Enter'],
];
const EVENTS_SHOWN = 100;

const byId = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') node.addEventListener('click', value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function act(device, action) {
  return fetch('act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device, action }),
  });
}

/** Elements that change, by device id. */
const parts = new Map();

function buildKiosk(kiosk) {
  const screen = element('div', { class: 'screen', role: 'status' });
  const lamps = new Map();
  const buttons = kiosk.buttons.map(({ button, names }) => {
    const lamp = element('span', { class: 'lamp', 'aria-hidden': 'true' });
    lamps.set(button, lamp);
    const [first, ...others] = Object.values(names);
    return element(
      'button',
      { type: 'button', onclick: () => act(kiosk.panel, `press ${button}`), 'data-press': `${kiosk.panel} ${button}` },
      lamp,
      element('span', {}, first ?? `button ${button}`),
      element('small', {}, others.join(' · ')),
    );
  });
  parts.set(kiosk.panel, { screen, lamps });
  return element('div', {}, screen, element('div', { class: 'kiosk-buttons' }, ...buttons));
}

function buildCounter(counter) {
  const led = element('div', { class: 'led', 'aria-label': `display of counter ${counter.number}`, role: 'status' });
  const screen = element('div', { class: 'screen' });
  if (counter.display) parts.set(counter.display, { led });
  if (counter.keypad) parts.set(counter.keypad, { screen });
  const keys = KEYS.map(([key, name]) =>
    element(
      'button',
      {
        type: 'button',
        class: key,
        onclick: () => act(counter.keypad, `press ${key}`),
        'data-key': `${counter.id} ${key}`,
      },
      name,
    ),
  );
  return element(
    'article',
    { class: 'counter', id: `counter-${counter.id}` },
    element('h3', {}, `Counter ${counter.number}`),
    led,
    screen,
    element('div', { class: 'keys' }, ...keys),
  );
}

function showView(device, view) {
  const part = parts.get(device);
  if (!part || !view) return;
  if (part.led) {
    part.led.textContent = view.text || ' ';
    part.led.classList.toggle('blinking', view.isBlinking === true);
  }
  if (part.screen) part.screen.textContent = `${view.line1 ?? ''}\n${view.isWaiting ? 'WAIT' : (view.line2 ?? '')}`;
  if (part.lamps) {
    for (const [button, lamp] of part.lamps) lamp.className = `lamp ${view.lamps?.[button - 1] ?? 'off'}`;
  }
}

function showPaper(slips) {
  const paper = byId('paper');
  paper.replaceChildren();
  if (slips.length === 0) paper.append(element('p', {}, 'No ticket yet.'));
  for (const svg of slips) {
    const holder = document.createElement('div');
    holder.innerHTML = svg;
    paper.append(holder);
  }
}

function addEvent({ topic, text }) {
  const list = byId('events');
  const type = topic.split('/').slice(-2).join('/');
  list.prepend(element('li', {}, element('b', {}, type), ` ${text}`));
  while (list.children.length > EVENTS_SHOWN) list.lastChild.remove();
}

function build(stand) {
  byId('branch').textContent = stand.name;
  byId('kiosks').replaceChildren(...stand.kiosks.map(buildKiosk));
  byId('counters').replaceChildren(...stand.counters.map(buildCounter));
  byId('events').replaceChildren();
  for (const [device, view] of Object.entries(stand.views)) showView(device, view);
  showPaper(stand.slips);
  for (const event of stand.events) addEvent(event);
  showDaemon(stand.daemon);
}

function showDaemon({ state, text }) {
  const line = byId('daemon');
  line.textContent = text;
  line.classList.toggle('down', state !== 'running');
}

const stream = new EventSource('stream');
const on = (name, show) => stream.addEventListener(name, (message) => show(JSON.parse(message.data)));
on('stand', build);
on('view', ({ device, view }) => showView(device, view));
on('paper', showPaper);
on('mqtt', addEvent);
on('daemon', showDaemon);
stream.addEventListener('error', () =>
  showDaemon({ state: 'lost', text: 'The demo has stopped: start it again with npm start.' }),
);
