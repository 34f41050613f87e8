// @ts-check

/**
 * A file of the built program: the page's server serves what was built beside it.
 *
 * @param {string} file from `dist`
 */
export const built = (file) => new URL(`../../dist/${file}`, import.meta.url).href;
