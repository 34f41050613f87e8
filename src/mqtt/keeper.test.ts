import { describe, expect, it } from 'vitest';
import { emptyDisk, openFakeBranch } from '../../test/broker/fake-branch.ts';
import { PREFIX, scripted } from '../../test/broker/stand.ts';
import { minutes, seconds, sleep } from '../clock.ts';
import type { ConnectEnd } from './connection.ts';
import { PEOPLE_FIRST } from './mqtt.ts';

type Failure = Exclude<ConnectEnd, { kind: 'connected' }>;
const REFUSED = (code: number): Failure => ({ kind: 'refused', code, reason: `code ${code}` });
const GONE: Failure = { kind: 'unreachable', reason: 'ECONNREFUSED' };

const avail = (broker: {
  sentTo(part: string): readonly { readonly payload: string; readonly isRetained: boolean }[];
}) => broker.sentTo('/avail').map(({ payload, isRetained }) => ({ ...JSON.parse(payload), isRetained }));

describe('the connection to the broker', () => {
  it('asks for MQTT 5 with a fixed client id, a last will and a session that lasts', async () => {
    const { broker } = await scripted({ boot: 12 });
    expect(broker.tries).toHaveLength(1);
    expect(broker.tries[0]).toMatchObject({
      protocol: 5,
      clientId: 'lobbyd-b1-main',
      sessionExpiry: 3_600,
      will: { topic: `${PREFIX}/avail`, payload: '{"state":"lost","boot":12}', isRetained: true },
    });
  });

  it.each([1, 132])('falls back to 3.1.1 at once when the protocol is refused with code %i', async (code) => {
    const { broker, mqtt } = await scripted({ prepare: ({ script }) => void script.push(REFUSED(code)) });
    expect(broker.tries.map(({ protocol }) => protocol)).toEqual([5, 4]);
    expect(mqtt.status()).toMatchObject({ state: 'connected', protocol: 4, incidents: [] });
  });

  it('stays with 3.1.1 when it connects again', async () => {
    const { broker, clock } = await scripted({ prepare: ({ script }) => void script.push(REFUSED(1)) });
    broker.current.drop();
    await clock.advance(seconds(2));
    expect(broker.tries.map(({ protocol }) => protocol)).toEqual([5, 4, 4]);
  });

  it('says online after every connect, and offline before it leaves', async () => {
    const { broker, clock, mqtt } = await scripted({ boot: 3 });
    broker.current.drop();
    await clock.advance(seconds(2));
    const stopped = mqtt.stop();
    await clock.advance(seconds(5));
    await stopped;
    expect(avail(broker)).toEqual([
      { state: 'online', boot: 3, isRetained: true },
      { state: 'online', boot: 3, isRetained: true },
      { state: 'offline', boot: 3, isRetained: true },
    ]);
    expect(broker.current.wasLeft).toBe(true);
    expect(mqtt.status().state).toBe('stopped');
  });

  it('leaves within seconds also when the broker acknowledges nothing', async () => {
    const { broker, clock, mqtt } = await scripted();
    broker.isEager = false;
    let isStopped = false;
    const stopped = mqtt.stop().then(() => {
      isStopped = true;
    });
    expect(mqtt.stop()).toBeInstanceOf(Promise);
    await clock.advance(seconds(6));
    await stopped;
    expect(isStopped).toBe(true);
  });

  it('leaves no timer behind when it is stopped', async () => {
    const { clock, mqtt } = await scripted();
    const stopped = mqtt.stop();
    await clock.advance(seconds(7));
    await stopped;
    await clock.advance(minutes(2));
    expect(clock.pending()).toBe(0);
  });

  it('stops while the broker is away', async () => {
    const { broker, clock, mqtt } = await scripted({ prepare: ({ script }) => void script.push(GONE, GONE, GONE) });
    await mqtt.stop();
    const tries = broker.tries.length;
    await clock.advance(minutes(10));
    expect(broker.tries).toHaveLength(tries);
  });

  it('subscribes to the commands after every connect', async () => {
    const { broker, clock } = await scripted();
    broker.current.drop();
    await clock.advance(seconds(2));
    expect(broker.connections.map(({ subscriptions }) => subscriptions)).toEqual([
      [`${PREFIX}/cmd/+`],
      [`${PREFIX}/cmd/+`],
    ]);
  });

  it('publishes although the subscription is refused, names it, and asks again', async () => {
    const { broker, clock, mqtt, fake } = await scripted({
      prepare: (prepared) => Object.assign(prepared, { refusedFilters: [`${PREFIX}/cmd/+`] }),
    });
    await fake.issue();
    await clock.advance(PEOPLE_FIRST);
    expect(broker.sentTo('/evt/')).toHaveLength(1);
    expect(mqtt.status().incidents.map(({ code }) => code)).toEqual(['mqtt/subscription-refused']);
    broker.refusedFilters = [];
    await clock.advance(seconds(61));
    expect(mqtt.status().incidents).toEqual([]);
  });

  it('tries for ever, at most a minute apart, never in step with another unit', async () => {
    const { broker, clock, log } = await scripted({
      prepare: ({ script }) => void script.push(...Array.from({ length: 1_000 }, () => GONE)),
    });
    await clock.advance(minutes(60));
    expect(broker.tries.length).toBeGreaterThan(60);
    expect(broker.tries.length).toBeLessThan(400);
    expect(log.lines.filter((line) => line.includes('mqtt/unreachable'))).toHaveLength(1);
  });

  it('that is stopped sends what was committed last, also when the journal has to be read for it, before its farewell', async () => {
    const fake = openFakeBranch(emptyDisk());
    const { store } = fake;
    const slow: typeof store = {
      ...store,
      read: (from, limit) => sleep(clock, 300).then(() => store.read(from, limit)),
    };
    const { broker, mqtt, clock } = await scripted({ fake: Object.assign(fake, { store: slow }) });
    await fake.issue();
    const stopping = mqtt.stop();
    await clock.advance(seconds(2));
    await stopping;
    expect(
      broker
        .sentTo('')
        .map(({ topic }) => topic)
        .slice(-2),
    ).toEqual([`${PREFIX}/evt/ticket-issued`, `${PREFIX}/avail`]);
  });

  it('that is stopped does not wait longer than two seconds for a journal that cannot be read', async () => {
    const { fake, clock, mqtt, broker } = await scripted();
    fake.failNextRead();
    await fake.issue();
    let isOver = false;
    void mqtt.stop().then(() => {
      isOver = true;
    });
    await clock.advance(seconds(2));
    expect(isOver).toBe(true);
    expect(JSON.parse(broker.sentTo('/avail').at(-1)?.payload ?? '{}')).toMatchObject({ state: 'offline' });
  });

  it('goes on trying when it is not authorised, and says so as an error, once', async () => {
    const { broker, clock, log, mqtt } = await scripted({
      prepare: ({ script }) => void script.push(REFUSED(135), REFUSED(135), REFUSED(135)),
    });
    expect(mqtt.status().incidents.map(({ code }) => code)).toEqual(['mqtt/not-authorised']);
    await clock.advance(minutes(1));
    expect(broker.connections).toHaveLength(1);
    expect(log.lines.filter((line) => line.startsWith('error mqtt/not-authorised'))).toHaveLength(1);
    expect(log.lines.filter((line) => line.startsWith('info mqtt/not-authorised'))).toHaveLength(1);
    expect(mqtt.status().incidents).toEqual([]);
  });

  it('that is not made for a certificate names the settings that decide about it, as an error, once', async () => {
    const untrusted: Failure = { kind: 'untrusted', reason: 'certificate is not yet valid' };
    const { clock, log, mqtt } = await scripted({ prepare: ({ script }) => void script.push(untrusted, untrusted) });
    await clock.advance(minutes(1));
    const lines = log.lines.filter((line) => line.startsWith('error mqtt/not-trusted'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('caFile');
    expect(mqtt.status().incidents).toEqual([]);
  });

  it('a connection that never lasts is tried ever more slowly', async () => {
    const { broker, clock } = await scripted();
    for (let flap = 0; flap < 200; flap += 1) {
      if (!broker.current.isClosed) broker.current.drop('taken over');
      await clock.advance(seconds(1));
    }
    expect(broker.connections.length).toBeLessThan(40);
  });

  it('that another client with the same id takes away again and again is one incident, until it holds', async () => {
    const { broker, clock, log, mqtt } = await scripted();
    for (let flap = 0; flap < 300; flap += 1) {
      if (!broker.current.isClosed) broker.current.drop();
      await clock.advance(seconds(1));
    }
    const lines = (code: string) => log.lines.filter((line) => line.includes(code));
    expect(lines('mqtt/unsteady')).toHaveLength(1);
    expect(lines('mqtt/unsteady')[0]).toContain('another client with the id lobbyd-b1-main');
    expect(lines('mqtt/lost')).toHaveLength(4);
    await clock.advance(minutes(2));
    expect(lines('mqtt/unsteady')).toHaveLength(2);
    expect(mqtt.status().incidents).toEqual([]);
    broker.current.drop();
    expect(mqtt.status().incidents.map(({ code }) => code)).toEqual(['mqtt/lost']);
  });
});
