package io.atalaya.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {

  @Test
  void aSentenceEndsWithItsMarkAndTheSpaceBehindIt() {
    assertEquals(
        List.of("It is 5.5 cm tall.", "Is it blue?", "Yes!", "Good"),
        Sentences.of("It is 5.5 cm tall.  Is it blue? Yes! Good"));
  }

  @Test
  void spanishMarksBeginTheNextSentence() {
    assertEquals(
        List.of("Es de latón.", "¿Qué más?", "¡Nada!"),
        Sentences.of("Es de latón. ¿Qué más? ¡Nada!"));
  }

  @Test
  void anAbbreviationBeforeALowerCaseLetterEndsNothing() {
    assertEquals(List.of("Colours, e.g. blue."), Sentences.of("Colours, e.g. blue."));
    assertEquals(List.of("Dr.", "Smith likes it."), Sentences.of("Dr. Smith likes it."));
  }

  @Test
  void everyLineIsByItself() {
    assertEquals(
        List.of("Features", "- brass", "- linen"), Sentences.of("Features\n- brass\r\n- linen"));
  }

  @Test
  void whatHasNoLetterAndNoDigitIsNoSentence() {
    assertEquals(List.of("One.", "Two."), Sentences.of("One.\n... !!!\nTwo.\n---\n"));
    assertEquals(List.of(), Sentences.of(" \n "));
    assertEquals(List.of(), Sentences.of(""));
  }
}
