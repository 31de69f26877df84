/** natural's Bayes classifier as an engine. */
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import type { Train } from './engine.ts';

/**
 * natural's Bayes classifier, as its documentation shows it; imported by file, because its index loads three database
 * drivers.
 */
export const naturalBayes: Train = ({ train }) => {
  const classifier = new BayesClassifier();
  for (const { text, label } of train) classifier.addDocument(text, label);
  classifier.train();
  return (text) => {
    const found = classifier.getClassifications(text);
    // Its values are products of small numbers: only their shares can be compared between texts.
    const sum = found.reduce((all, { value }) => all + value, 0) || 1;
    return new Map(found.map(({ label, value }) => [label, value / sum]));
  };
};
