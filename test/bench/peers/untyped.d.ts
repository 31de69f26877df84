/** Types of peers that come without them, as far as they are used here. */
declare module 'natural/lib/natural/classifiers/bayes_classifier.js' {
  export default class BayesClassifier {
    addDocument(text: string, label: string): void;
    train(): void;
    getClassifications(text: string): { label: string; value: number }[];
  }
}
declare module '@nlpjs/core' {
  export function containerBootstrap(): Promise<{ use(plugin: unknown): void }>;
}
declare module '@nlpjs/lang-en' {
  export const LangEn: unknown;
}
declare module '@nlpjs/nlu' {
  export class NluNeural {
    constructor(settings: object);
    train(corpus: readonly { utterance: string; intent: string }[]): Promise<void>;
    process(text: string): Promise<{ classifications: { intent: string; score: number }[] }>;
  }
}
