/**
 * Types for the parts of natural that Firstline imports by file: natural's index prints advertisements and loads
 * database drivers.
 */
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  const stemmer: { stem(word: string): string };
  export default stemmer;
}
declare module 'natural/lib/natural/tokenizers/regexp_tokenizer.js' {
  export class RegexpTokenizer {
    constructor(options: { pattern: RegExp });
    tokenize(text: string): string[];
  }
}
declare module 'natural/lib/natural/sentiment/SentimentAnalyzer.js' {
  export default class SentimentAnalyzer {
    constructor(language: string, stemmer: unknown, vocabulary: 'afinn');
    readonly vocabulary: Record<string, number>;
    readonly negations: string[];
  }
}
