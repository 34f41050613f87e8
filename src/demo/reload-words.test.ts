import { describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { openReloadDesk } from '../cli/reload-desk.ts';
import { loadConfig } from '../config/load.ts';
import { alwaysOpen, example, load, memoryFiles } from '../config/spec.ts';
import type { ReloadEnd } from '../daemon/reload.ts';
import { silentLog } from '../devices/log.ts';
import { LobbydError } from '../errors.ts';
import { type FilesBegun, preparedFiles } from './prepared-files.ts';
import { reloadInChinese } from './reload-words.ts';
import { RULES } from './stage.fake.ts';
import { MISTAKES } from './stage.ts';

const BEGUN: FilesBegun = {
  branch: alwaysOpen(example('branch.example.yaml')),
  standard: example('bank-standard.yaml'),
  hours: {},
  dayStartsAt: 180,
  inForce: { hours: 'always', open: null, askWaiting: 0, perDay: null, profiles: {}, rules: RULES },
  settings: [],
};

/** What the checks say of files with a mistake, without the places. */
function told(mistake: (typeof MISTAKES)[number]): readonly string[] {
  const { branch, standard } = preparedFiles(BEGUN, BEGUN.inForce, mistake);
  const files = { '/etc/branch.yaml': branch, '/etc/bank-standard.yaml': standard };
  const result = loadConfig('/etc/branch.yaml', catalogue, memoryFiles(files));
  const problems = result.kind === 'ok' ? [] : result.problems.map(({ text }) => text);
  return reloadInChinese(problems).map((line) => line.replaceAll(/第 \d+ 行/g, '第 N 行'));
}

/** What the daemon says when a reload ends so. */
async function endOf(end: ReloadEnd, isWrong = false): Promise<readonly string[]> {
  const desk = openReloadDesk({
    file: '/etc/branch.yaml',
    log: silentLog,
    manager: { tell: () => {} },
    monotonicMicros: () => 0n,
    load: () => load(isWrong ? { branch: [['kiosks:', 'kiosk:']] } : {}),
    onApplied: () => {},
  });
  desk.serve({ reload: async () => end });
  return reloadInChinese((await desk.ask()).lines);
}

describe('what lobbyd reload says to who reads Chinese', () => {
  it('names file, line, what is wrong and what should be', () => {
    expect(MISTAKES.map(told)).toEqual([
      ['branch.yaml 第 N 行：没有业务“personal-cashx”，应为“personal-cash”'],
      ['bank-standard.yaml 第 N 行：profiles 第 1 项缺少 cap'],
      [
        'bank-standard.yaml 第 N 行：条件永远不会成立：等这么久的客户已到等候上限（cap），早已优先，应小于第 N 行的 cap',
      ],
      [],
    ]);
  });

  it('says what came of it, and what to do', async () => {
    const fault = new LobbydError({ code: 'journal/disk-full', what: 'full', where: 'journal', next: 'make room' });
    const busy = [{ counter: 'counter1', ticket: 'A001', status: 'serving' }] as const;
    const ends: readonly ReloadEnd[] = [
      { kind: 'applied', opened: [], closed: [] },
      { kind: 'unchanged' },
      { kind: 'needs-restart', keys: ['mqtt.rootTopic'] },
      { kind: 'counter-busy', busy },
      { kind: 'failed', fault },
      { kind: 'broken', fault },
    ];
    expect((await Promise.all(ends.map((end) => endOf(end)))).map((lines) => lines.at(-1))).toEqual([
      '已重载，文件已生效',
      '已重载，文件与现行规则相同',
      '未重载：mqtt.rootTopic 须重启才能更改，什么都没有改变。请在取号机前无人时重启 lobbyd',
      '未重载：文件去掉的窗口还有客户（A001，counter1），什么都没有改变。请办完再重载',
      '未重载，什么都没有改变',
      '只重载了一半，lobbyd 将重新启动',
    ]);
    const wrong = await endOf({ kind: 'unchanged' }, true);
    expect(wrong.at(0)).toBe('branch.yaml 第 12 行：没有键“kiosk”，应为“kiosks”');
    expect(wrong.at(-1)).toBe('未重载，有 1 处错误：什么都没有改变。请改正后再重载');
  });

  it('names at least the place of what there are no words for', () => {
    const lines = ['/etc/lobbyd/branch.yaml:7:3: warning: nobody uses device "x", expected a use for it', 'else'];
    expect(reloadInChinese(lines)).toEqual(['branch.yaml 第 7 行：提醒：写法不对，见原文', '见原文']);
  });
});
