import { useState } from 'preact/hooks';
import { Do, Pick } from './parts.tsx';
import { useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    slips: '单据份数',
    count: (slips: number) => `${slips} 份`,
    single: '普通',
    mark: '登记批量',
    needs: '客户需要',
    none: '无',
    kinds: { 'large-type': '大字号', flash: '闪灯', pager: '呼叫器' },
    note: '登记需要',
  },
  en: {
    slips: 'Slips',
    count: (slips: number) => `${slips} slips`,
    single: 'ordinary',
    mark: 'Mark bulk',
    needs: 'Needs',
    none: 'none',
    kinds: { 'large-type': 'large type', flash: 'flash', pager: 'pager 1' },
    note: 'Note needs',
  },
};

const SIZES = [10, 30, 100];
const KINDS = ['flash', 'pager', 'large-type'] as const;

/** Whether the customer is a messenger with many slips, and what the customer needs: no topic says it back. */
export function Caring({ label, isOff }: { readonly label: string; readonly isOff: boolean }) {
  const words = useWords(WORDS);
  const [size, setSize] = useState('30');
  const [need, setNeed] = useState('flash');
  const kind = KINDS.find((each) => each === need);
  return (
    <span class="acts">
      <Pick
        label={`${words.slips}: ${label}`}
        value={size}
        options={[['', words.single], ...SIZES.map((each) => [String(each), words.count(each)] as const)]}
        onPick={setSize}
      />
      <Do
        command="mark-bulk"
        wish={{ label, size: size === '' ? null : Number(size) }}
        cap={words.mark}
        about={label}
        isOff={isOff}
      />
      <Pick
        label={`${words.needs}: ${label}`}
        value={need}
        options={[...KINDS.map((each) => [each, words.kinds[each]] as const), ['', words.none]]}
        onPick={setNeed}
      />
      <Do
        command="set-needs"
        wish={{ label, needs: kind ? [kind] : [], pager: kind === 'pager' ? '1' : null }}
        cap={words.note}
        about={label}
        isOff={isOff}
      />
    </span>
  );
}
