import type { StagedButton, StagedKiosk } from '../stage.ts';
import { Care } from './care.tsx';
import { useDoings } from './doings.ts';
import { memo } from './memo.ts';
import { named, useTexts } from './texts.ts';
import { type Lamp, panelFace } from './views.ts';

interface KioskProps {
  readonly kiosk: StagedKiosk;
  readonly panel: unknown;
  readonly trouble: string;
  readonly isOff: boolean;
}

/** A kiosk as a customer stands before it: two lines of text, and a button with a lamp for each service. */
export const Kiosk = memo(function Kiosk({ kiosk, panel, trouble, isOff }: KioskProps) {
  const t = useTexts();
  const { act } = useDoings();
  const face = panelFace(panel);
  const [usual] = kiosk.buttons;
  return (
    <div class="kiosk">
      <div class="kiosk-top">
        <div class="lcd">
          <span class="hidden">{t.kioskScreen} </span>
          <span lang={languageOf(face.line1)}>{face.line1 || ' '}</span>
          <span lang={languageOf(face.line2)}>{face.line2 || ' '}</span>
        </div>
        {kiosk.care && (
          <Care
            buttons={kiosk.care}
            lampOf={face.lampOf}
            isOff={isOff}
            onPress={(button) => act(kiosk.panel, `press ${button}`)}
          />
        )}
      </div>
      <ul class="services">
        {kiosk.buttons.map((button) => (
          <li key={button.button}>
            <Service
              button={button}
              usual={usual ?? button}
              lamp={face.lampOf(button.button)}
              isOff={isOff}
              onPress={() => act(kiosk.panel, `press ${button.button}`)}
            />
          </li>
        ))}
      </ul>
      {kiosk.yesButton != null && (
        <Yes
          lamp={face.lampOf(kiosk.yesButton)}
          isOff={isOff}
          onPress={() => act(kiosk.panel, `press ${kiosk.yesButton}`)}
        />
      )}
      {kiosk.card && (
        <fieldset class="cards">
          <legend>{t.cards}</legend>
          {kiosk.card.names.map((name) => (
            <button
              key={name}
              type="button"
              class="bank-card"
              aria-disabled={isOff}
              onClick={() => {
                if (!isOff && kiosk.card) act(kiosk.card.reader, `card ${name}`);
              }}
            >
              {t.cardNames[name] ?? name}
            </button>
          ))}
        </fieldset>
      )}
      {trouble !== '' && (
        <p class="trouble" title={trouble}>
          {trouble}
        </p>
      )}
    </div>
  );
});

/** Of a line of the screen, whatever the page is in: undefined for one without Hanzi. */
function languageOf(line: string): string | undefined {
  return /\p{Script=Han}/u.test(line) ? 'zh-CN' : undefined;
}

interface ServiceProps {
  readonly button: StagedButton;
  /** The kiosk's first: what a button has in common with it needs no words. */
  readonly usual: StagedButton;
  readonly lamp: Lamp;
  readonly isOff: boolean;
  onPress(): void;
}

function Service({ button, usual, lamp, isOff, onPress }: ServiceProps) {
  const t = useTexts();
  const segment = named(button.segments, t.language);
  const differs = [
    segment === named(usual.segments, t.language) ? '' : segment,
    button.language === usual.language ? '' : (t.ticketIn[button.language] ?? button.language),
  ];
  const name = named(button.names, t.language);
  const detail = differs.filter(Boolean).join(' · ');
  return (
    <button
      type="button"
      class={`service ${lamp}`}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) onPress();
      }}
    >
      <LampPlace lamp={lamp} />
      <span class="name">
        {name}
        <span class="detail">{detail}</span>
        <span class="hidden">{t.lampNamed(t.lamp[lamp])}</span>
      </span>
    </button>
  );
}

/** The button that says yes to whatever the kiosk asks. */
function Yes({ lamp, isOff, onPress }: Pick<ServiceProps, 'lamp' | 'isOff' | 'onPress'>) {
  const t = useTexts();
  return (
    <button
      type="button"
      class={`service yes ${lamp}`}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) onPress();
      }}
    >
      <LampPlace lamp={lamp} />
      <span class="name">
        {t.yes}
        <span class="hidden">{t.lampNamed(t.lamp[lamp])}</span>
      </span>
    </button>
  );
}

function LampPlace({ lamp }: { lamp: Lamp }) {
  const t = useTexts();
  return (
    <span class="lamp-place" aria-hidden="true">
      <span class="lamp" />
      {t.lamp[lamp]}
    </span>
  );
}
