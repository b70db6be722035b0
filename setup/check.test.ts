import { expect, test } from 'vitest';
import { countTests } from '#setup/check.ts';

const report = (counts: object, testResults: object[] = []) =>
  JSON.stringify({ numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults, ...counts });

test('a run where all tests pass has no failure', () => {
  expect(countTests(report({}))).toEqual({ passed: 3, failed: 0 });
});

test('a skipped test counts as failed', () => {
  expect(countTests(report({ numPendingTests: 1, numTodoTests: 1 }))).toEqual({ passed: 3, failed: 2 });
});

test('a test file that could not be loaded counts as failed', () => {
  expect(countTests(report({}, [{ status: 'failed', assertionResults: [] }]))).toEqual({ passed: 3, failed: 1 });
});

test('a run without tests, or without a report, is a failure', () => {
  expect(countTests(report({ numPassedTests: 0 }))).toEqual({ passed: 0, failed: 1 });
  expect(countTests(null)).toEqual({ passed: 0, failed: 1 });
});
