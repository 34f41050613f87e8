import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LobbyProps } from './lobby/section.ts';
import { useTexts } from './texts.ts';

/** The lobby manager's drawer: its script is fetched when it is opened for the first time. */
export function LobbyDrawer(props: LobbyProps) {
  const t = useTexts();
  const [part, setPart] = useState<{ readonly Lobby: ComponentType<LobbyProps> } | 'away' | null>(null);
  useEffect(() => {
    import('./lobby/lobby.tsx').then(setPart, () => setPart('away'));
  }, []);
  if (part === null) return null;
  return part === 'away' ? <p class="hint">{t.lobbyAway}</p> : <part.Lobby {...props} />;
}
