/** Learning: what the commands and the console put together. */
export { type LearningParts, learningPage } from './learning-page.ts';
