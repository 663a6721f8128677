// The same words, inside the frame.
export { default } from '../forbidden.tsx';
