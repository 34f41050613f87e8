import { render } from 'preact';
import { App } from './app.tsx';
import { openLink } from './link.ts';

const place = document.getElementById('page');
if (place) render(<App link={openLink()} />, place);

// A page that comes back out of the browser's memory has no link any more.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
