/** For texts that a browser learns by itself: names of files, answers of the API. */
export { visibleText } from '#lib/component/visible-text.ts';
