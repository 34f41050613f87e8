import { describe, expect, it } from 'vitest';
import { fakeMachine, fakeNode } from './machine.fake.ts';
import { groupName, mayUse, ownerOf } from './owner.ts';

const texts = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nlobbyd:x:990:991::/:/bin/false\nann:x:1000:1000::/home/ann:/bin/sh\n',
  '/etc/group': 'root:x:0:\ndialout:x:20:ann\ngpio:x:997:lobbyd,ann\nlobbyd:x:991:\ninput:x:104:\n',
};
const machine = fakeMachine({ texts });

describe('the user of the daemon', () => {
  it('is lobbyd with its groups where there is no unit', () => {
    expect(ownerOf(machine, null)).toEqual({
      name: 'lobbyd',
      uid: 990,
      group: 991,
      groups: new Set([991, 997]),
    });
  });

  it('is the one of the unit, which may give it more groups', () => {
    const unit = { User: 'lobbyd', SupplementaryGroups: 'dialout input' };
    expect(ownerOf(machine, unit).groups).toEqual(new Set([991, 20, 997, 104]));
    expect(ownerOf(machine, { User: '' })).toMatchObject({ name: 'root', uid: 0 });
  });

  it('is whoever asks where nobody made one', () => {
    const bare = fakeMachine({
      texts: { '/etc/passwd': 'ann:x:1000:1000::/:/bin/sh\n', '/etc/group': texts['/etc/group'] },
    });
    expect(ownerOf(bare, null)).toEqual({
      name: 'ann',
      uid: 1_000,
      group: 1_000,
      groups: new Set([1_000, 20, 997]),
    });
  });

  it.each([
    [{}, [20], true],
    [{}, [991], false],
    [{ mode: 0o640 }, [20], false],
    [{ mode: 0o606 }, [991], true],
    // The group's bits hold for its members, also where everybody else may more.
    [{ mode: 0o606 }, [20], false],
    [{ uid: 990, mode: 0o600 }, [], true],
    [{ kind: 'directory', uid: 990, mode: 0o700 }, [], true],
    [{ kind: 'directory', mode: 0o760 }, [20], false],
  ] as const)('may use %j with groups %j: %s', (over, groups, expected) => {
    expect(mayUse({ name: 'lobbyd', uid: 990, group: 991, groups: new Set(groups) }, fakeNode(over))).toBe(expected);
  });

  it('knows groups by name', () => {
    expect([groupName(machine, 20), groupName(machine, 4_242)]).toEqual(['dialout', '4242']);
  });
});
