import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../src/clock.fake.ts';
import { seconds } from '../../src/clock.ts';
import { benchWire, listeningContext } from '../../src/devices/line-unit/bench.fake.ts';
import { PanelLine } from './driver.ts';
import { emulatePanel, type PanelView } from './emulator.ts';
import { settings } from './settings.ts';

type Script = 'latin' | 'hanzi';
const CHINESE = { line1: '号码 A012', line2: '前面3人', latin: { line1: 'NUMBER A012', line2: '3 BEFORE YOU' } };
const SEEN = { line1: '号码 A012', line2: '前面3 人' };

/** A panel on a wire, its display and the settings of lobbyd each with Hanzi or without. */
function stand({ display, script }: { readonly display: Script; readonly script: Script }) {
  const clock = fakeClock();
  const context = listeningContext(clock);
  const driver = new PanelLine(settings.parse({ buttons: 4, script }), context);
  const made: ReturnType<typeof emulatePanel>[] = [];
  const wire = benchWire(clock, driver, (unitContext) => {
    const unit = emulatePanel(settings.parse({ buttons: 4, script: display }), unitContext, () => 'C0DE0001');
    made.push(unit);
    return unit;
  });
  const view = (): PanelView => made[0]?.view() as PanelView;
  return { clock, driver, wire, view, raised: context.raised, panel: made[0] };
}

describe('a panel whose display has Hanzi', () => {
  it('shows them, again after it lost its power, and in its own words while it is alone', async () => {
    const { clock, driver, wire, view, panel, raised } = stand({ display: 'hanzi', script: 'hanzi' });
    driver.port.showText(CHINESE);
    await clock.advance(seconds(1));
    expect(wire.reports).toEqual(['identified PNL-2.0, boot C0DE0001, shows Hanzi']);
    expect(view()).toMatchObject({ ...SEEN, isOnline: true });
    panel?.act('reboot');
    expect(view()).toMatchObject({ line1: '暂停服务', line2: '请咨询工作人员' });
    await clock.advance(seconds(2));
    expect(view()).toMatchObject(SEEN);
    expect(raised).toEqual(new Set());
  });

  it('is told what is in English as well', async () => {
    const { clock, driver, view } = stand({ display: 'hanzi', script: 'hanzi' });
    driver.port.showText({ line1: 'NUMBER A012', line2: '3 BEFORE YOU' });
    await clock.advance(seconds(1));
    expect(view()).toMatchObject(CHINESE.latin);
  });

  it('gets a blank before a Hanzi that would begin in the middle of a place', async () => {
    const { clock, driver, view } = stand({ display: 'hanzi', script: 'hanzi' });
    driver.port.showText({ line1: 'A请', line2: '' });
    await clock.advance(seconds(1));
    expect(view().line1).toBe('A 请');
  });

  it('without them it works on, is told all in English, and the technician is told', async () => {
    const { clock, driver, view, raised } = stand({ display: 'latin', script: 'hanzi' });
    driver.port.showText(CHINESE);
    await clock.advance(seconds(1));
    expect(view()).toMatchObject({ ...CHINESE.latin, isOnline: true });
    expect([...raised]).toEqual(['no-hanzi']);
  });

  it('where the settings do not say so it is a panel as any other', async () => {
    const { clock, driver, view, raised } = stand({ display: 'hanzi', script: 'latin' });
    driver.port.showText({ line1: 'WELCOME', line2: 'PRESS A BUTTON' });
    await clock.advance(seconds(1));
    expect(view()).toMatchObject({ line1: 'WELCOME', line2: 'PRESS A BUTTON' });
    expect(raised).toEqual(new Set());
  });
});
