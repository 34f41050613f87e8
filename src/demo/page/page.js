/** The demo's page: draws what the emulators show and presses what a person would press. */

/** Key, what is written on it, how it is laid out. */
const KEYS = [
  ['next', 'Next', 'word next'],
  ['pause', 'Pause / open', 'word pause'],
  ['recall', 'Recall', 'word'],
  ['start', 'Start', 'word'],
  ['finish', 'Finish', 'word'],
  ['no-show', 'No-show', 'word'],
  ['undo', 'Undo', 'word'],
  ['transfer', 'Transfer', 'word'],
  ...Array.from('1234567890', (digit) => [digit, digit, 'digit']),
  ['clear', 'C', 'digit'],
  ['enter', '↵', 'digit'],
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
  const buttons = kiosk.buttons.map(({ button, names, segments, language }) => {
    const lamp = element('span', { class: 'lamp', 'aria-hidden': 'true' });
    lamps.set(button, lamp);
    const first = names[language] ?? Object.values(names)[0];
    const others = Object.entries(names).flatMap(([tag, name]) => (tag === language ? [] : [name]));
    const whom = segments[language];
    if (whom) others.push(whom);
    return element(
      'button',
      { type: 'button', onclick: () => act(kiosk.panel, `press ${button}`), 'data-press': `${kiosk.panel} ${button}` },
      lamp,
      element('span', { lang: language }, first ?? `button ${button}`),
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
  const keys = KEYS.map(([key, name, layout]) =>
    element(
      'button',
      {
        type: 'button',
        class: layout,
        'aria-label': `${key}, counter ${counter.number}`,
        onclick: () => act(counter.keypad, `press ${key}`),
        'data-key': `${counter.id} ${key}`,
      },
      name,
    ),
  );
  return element(
    'article',
    { class: 'counter', id: `counter-${counter.id}` },
    element('h3', {}, `Counter ${counter.number}`, element('small', {}, counter.services.join(', '))),
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

/** The time of day in the branch, as it is printed on tickets. */
let clockFace = clockIn('UTC');

function clockIn(timeZone) {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** What an event says, in a few words. */
function gist({ data = {} }) {
  const told = ['label', 'service', 'counter', 'device', 'ahead', 'rule', 'day', 'reason'];
  return told
    .flatMap((key) => (data[key] === undefined || data[key] === null ? [] : [`${key} ${data[key]}`]))
    .join(', ');
}

function addEvent({ topic, text }) {
  const list = byId('events');
  let event = {};
  try {
    event = JSON.parse(text);
  } catch {
    event = { data: { reason: text } };
  }
  const type = topic.split('/').at(-1);
  const summary = element(
    'summary',
    {},
    `${event.time === undefined ? '' : clockFace.format(new Date(event.time))} `,
    element('b', {}, type),
    ` ${gist(event)}`,
  );
  const whole = element('pre', {}, `${topic}\n${JSON.stringify(event, null, 2)}`);
  list.prepend(element('li', {}, element('details', {}, summary, whole)));
  while (list.children.length > EVENTS_SHOWN) list.lastChild.remove();
}

function build(stand) {
  byId('branch').textContent = stand.name;
  clockFace = clockIn(stand.timeZone);
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
