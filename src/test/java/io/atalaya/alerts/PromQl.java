package io.atalaya.alerts;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be told of a PromQL expression from its words: metrics and numbers. */
public final class PromQl {

  private static final Pattern TEXT =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'");
  private static final Pattern SELECTOR = Pattern.compile("\\{[^}]*}");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|offset\\s+\\w+");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_:][A-Za-z0-9_:]*(?!\\w)(?!\\s*\\()");
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.:])\\d+(?:\\.\\d+)?(?![\\w.])");
  private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "by", "on");

  private PromQl() {}

  /** Names of the series that it asks for. */
  public static Set<String> metrics(String expression) {
    Set<String> names = new TreeSet<>();
    Matcher words = WORD.matcher(bare(expression));
    while (words.find()) {
      if (!KEYWORDS.contains(words.group())) {
        names.add(words.group());
      }
    }
    return names;
  }

  /** Numbers that it contains, without those of durations. */
  static List<String> numbers(String expression) {
    return NUMBER.matcher(bare(expression)).results().map(found -> found.group()).toList();
  }

  private static String bare(String expression) {
    String bare = TEXT.matcher(expression).replaceAll("");
    for (Pattern part : List.of(SELECTOR, RANGE, GROUPING)) {
      bare = part.matcher(bare).replaceAll(" ");
    }
    return bare;
  }
}
