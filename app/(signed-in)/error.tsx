'use client';

// The same words, inside the frame.
export { default } from '../error.tsx';
