package io.atalaya.accuracy;

/** The laws where one class is the positive one. */
class BinaryCountsLawsTest extends ClassificationCountsLawsTest {

  @Override
  protected ClassificationCounts empty() {
    return new ClassificationCounts("b");
  }
}
