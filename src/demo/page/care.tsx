import type { StagedCare } from '../stage.ts';
import { useTexts } from './texts.ts';
import type { Lamp } from './views.ts';

interface CareProps {
  readonly buttons: readonly StagedCare[];
  lampOf(button: number): Lamp;
  readonly isOff: boolean;
  onPress(button: number): void;
}

/** Strokes in a square of 24. */
const SIGNS: Readonly<Record<StagedCare['sign'], string>> = {
  heart: 'M12 20 4.5 12.4a4.6 4.6 0 0 1 6.6-6.4l.9.9.9-.9a4.6 4.6 0 0 1 6.6 6.4z',
  ear: 'M7 10a5 5 0 0 1 10 0c0 3-2.6 3.6-3.2 6-.5 2-1.4 3.5-3.3 3.5S7.5 18 7.5 16.5M10 10a2 2 0 0 1 4 0c0 1.5-1.5 1.5-1.5 3',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z',
};

/** Signs at the edge of the panel: whoever presses one says it to nobody else. */
export function Care({ buttons, lampOf, isOff, onPress }: CareProps) {
  const t = useTexts();
  return (
    <fieldset class="care">
      <legend class="hidden">{t.care}</legend>
      {buttons.map(({ button, sign }) => {
        const lamp = lampOf(button);
        return (
          <button
            key={button}
            type="button"
            class={`care-sign ${lamp}`}
            aria-label={`${t.careSigns[sign]} ${t.lampNamed(t.lamp[lamp])}`}
            aria-disabled={isOff}
            onClick={() => {
              if (!isOff) onPress(button);
            }}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
              <path d={SIGNS[sign]} />
            </svg>
            <span class="lamp" aria-hidden="true" />
          </button>
        );
      })}
    </fieldset>
  );
}
