package io.atalaya.availability;

/** What came of a question. Details are for people: one line with what is wrong and a remedy. */
public sealed interface Answer {

  /** The answer is what it should be. */
  record Right() implements Answer {}

  /**
   * There is an answer, and it is not what it should be.
   *
   * @param detail what is wrong with it
   */
  record Wrong(String detail) implements Answer {}

  /**
   * There is no answer.
   *
   * @param detail why not
   */
  record None(String detail) implements Answer {}
}
