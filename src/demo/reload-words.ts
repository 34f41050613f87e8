/** What of the files a person may name: the nouns of the checks. */
const NOUNS: ReadonlyMap<string, string> = new Map([
  ['service', '业务'],
  ['segment', '客户类别'],
  ['category', '业务大类'],
  ['counter', '窗口'],
  ['profile', '叫号规则'],
  ['device', '设备'],
  ['key', '键'],
]);

type Sayings = readonly (readonly [RegExp, (...parts: readonly string[]) => string])[];

/** What is wrong at a line. */
const WRONG: Sayings = [
  [/^unknown (\w+) "(.+)"$/, (noun, id) => `没有${NOUNS.get(noun ?? '') ?? noun}“${id}”`],
  [/^key "(.+)" is missing in entry (\d+) of (\w+)$/, (key, entry, list) => `${list} 第 ${entry} 项缺少 ${key}`],
  [/^key "(.+)" is missing in (.+)$/, (key, where) => `${where} 缺少 ${key}`],
  [/^key "(.+)" is missing$/, (key) => `缺少 ${key}`],
  [/^key "(.+)" does not belong here$/, (key) => `此处不能写 ${key}`],
  [
    /^the condition never holds: who has waited so long/,
    () => '条件永远不会成立：等这么久的客户已到等候上限（cap），早已优先',
  ],
  [/^the condition never holds|^it never holds/, () => '条件永远不会成立'],
  [/^no service is all of this$/, () => '没有业务同时符合这些条件'],
  [/^it measures nothing$/, () => '条件没有写衡量什么'],
  [/^no counter serves "(.+)"$/, (service) => `没有窗口办理业务“${service}”`],
  [/^(?:\w+ )?"(.+)" stands twice$/, (id) => `“${id}”写了两次`],
  [/^entry (\d+) of ([\w.]+) is (.+)$/, (entry, list, value) => `${list} 第 ${entry} 项写成了 ${value}`],
  [/^([\w.]+) is (.+)$/, (key, value) => `${key} 写成了 ${value}`],
];

/** What should stand there. */
const EXPECTED: Sayings = [
  [/^"(.+)"$/, (word) => `应为“${word}”`],
  [/^less than the cap \(line (\d+)\)$/, (line) => `应小于第 ${line} 行的 cap`],
  [/^one of (.+)$/, (words) => `应为其中之一：${words}`],
  [/^a (?:whole )?number from (\S+) to (\S+)$/, (from, to) => `应为 ${from} 到 ${to} 的数`],
  [/^it once \(also at line (\d+)\)$/, (line) => `只能写一次（第 ${line} 行已有）`],
];

/** What came of it. */
const ENDS: Sayings = [
  [/^reloaded: the files are in force$/, () => '已重载，文件已生效'],
  [/^reloaded: the files say what is in force already$/, () => '已重载，文件与现行规则相同'],
  [/^not reloaded, (\d+) errors?: /, (count) => `未重载，有 ${count} 处错误：什么都没有改变。请改正后再重载`],
  [
    /^not reloaded: (.+) can only be changed by a restart; /,
    (keys) => `未重载：${keys} 须重启才能更改，什么都没有改变。请在取号机前无人时重启 lobbyd`,
  ],
  [
    /^not reloaded: the files drop a counter that has a customer: (.+); nothing/,
    (who) => `未重载：文件去掉的窗口还有客户（${who.replaceAll(/ is \w+ at /g, '，')}），什么都没有改变。请办完再重载`,
  ],
  [/^not reloaded: the daemon is stopping; /, () => '未重载：lobbyd 正在停止，下次启动时读取文件'],
  [/^reloaded by half: /, () => '只重载了一半，lobbyd 将重新启动'],
  [/^not reloaded: /, () => '未重载，什么都没有改变'],
  [/^lobbyd reload: /, () => 'lobbyd 没有说明结果'],
  [/^the demo is starting: /, () => '演示正在启动，文件还没有写好'],
];

/** A problem as the checks tell it. */
const PROBLEM = /^(?:.*\/)?([^/:]+):(\d+):\d+: (warning: )?(.+?)(?:, expected (.+))?$/;

/**
 * What `lobbyd reload` said, for a lobby manager who reads Chinese: file, line, and as far as there are words for it what is wrong
 * there and what should be. What is too technical for words is named by its place; the line itself stands beside it.
 *
 * @param lines as lobbyd wrote them
 */
export function reloadInChinese(lines: readonly string[]): readonly string[] {
  return lines.map((line) => said(ENDS, line) ?? problemWords(line) ?? '见原文');
}

function problemWords(line: string): string | null {
  const [, file, at, warning, wrong = '', expected = ''] = PROBLEM.exec(line) ?? [];
  if (file === undefined) return null;
  const what = said(WRONG, wrong);
  const should = what === null ? null : said(EXPECTED, expected);
  const kind = warning === undefined ? '' : '提醒：';
  return `${file} 第 ${at} 行：${kind}${what ?? '写法不对，见原文'}${should === null ? '' : `，${should}`}`;
}

function said(sayings: Sayings, text: string): string | null {
  for (const [pattern, words] of sayings) {
    const found = pattern.exec(text);
    if (found) return words(...found.slice(1).map((part) => part ?? ''));
  }
  return null;
}
