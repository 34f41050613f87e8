// @ts-check

const MINUTE = 60_000;
/** Second of the minute at which the kept moment stands: neither clock nor chart turns while it is looked at. */
const SECOND = 17_000;
/** So many are enough to see how they look. */
const SLIPS = 3;
const EVENTS = 30;

/**
 * The first snapshot of a demo that runs, small enough to be kept.
 *
 * @param {string} url of its page
 * @returns {Promise<import('../../src/demo/stage.ts').StageSnapshot>}
 */
export async function recordedStage(url) {
  const { body } = await fetch(new URL('stream', url));
  let text = '';
  for await (const bytes of body ?? []) {
    text += new TextDecoder().decode(bytes, { stream: true });
    const data = /event: snapshot\n(?:id: .*\n)?data: (.*)\n/.exec(text)?.[1];
    if (data === undefined) continue;
    /** @type {import('../../src/demo/stage.ts').StageSnapshot} */
    const snapshot = JSON.parse(data);
    const { branchTime, slips, events, health, daemon } = snapshot;
    const at = Math.floor(branchTime.at / MINUTE) * MINUTE + SECOND;
    return {
      ...snapshot,
      branchTime: { ...branchTime, at },
      slips: slips.slice(0, SLIPS),
      events: events.slice(-EVENTS),
      health: health.map((one) => ({ ...one, since: at })),
      daemon: { ...daemon, text: 'The daemon runs.' },
    };
  }
  throw new Error(`${url} sent no snapshot`);
}
