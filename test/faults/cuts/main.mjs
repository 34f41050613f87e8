// @ts-check
// Ten thousand power cuts at the steps of a journal.
import { runCampaign } from '../as-tests.mjs';

runCampaign(import.meta.dirname, { runs: 10_000, perMinute: 5_000 });
