package io.atalaya.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void wordsAreRunsOfLettersAndDigitsInLowerCase() {
    assertEquals(List.of("a", "27", "inch", "tv"), Words.of("A 27\" inch TV!"));
  }

  @Test
  void accentsAndMarksBelongToTheWord() {
    assertEquals(List.of("qué", "lámpara"), Words.of("¿Qué lámpara?"));
    assertEquals(List.of("que\u0301"), Words.of("Que\u0301,"));
    assertEquals(List.of("हिन्दी"), Words.of("हिन्दी"));
    assertEquals(List.of("grün", "blau"), Words.of("Grün BLAU"));
  }

  @Test
  void oneApostropheOrHyphenBetweenLettersBelongsToTheWord() {
    assertEquals(List.of("don't", "well-made"), Words.of("Don't 'well-made'"));
    assertEquals(
        List.of("l’été", "well\u2010made", "well\u2011made"),
        Words.of("L’été well\u2010made well\u2011made"));
    assertEquals(List.of("one", "two", "three"), Words.of("one--two - three-"));
  }

  @Test
  void charactersBeyondTheBasicPlaneAreWhole() {
    assertEquals(List.of("𝒶𝒷", "c"), Words.of("𝒶𝒷👍c"));
  }

  @Test
  void punctuationAndEmojiAloneAreNoWords() {
    assertEquals(List.of(), Words.of(" … 👍 --- "));
    assertEquals(List.of(), Words.of(""));
  }

  @Test
  void lettersAreCountedWithoutMarksAndJoiners() {
    assertEquals(8, Words.letters("well-made"));
    assertEquals(3, Words.letters("que\u0301"));
  }
}
