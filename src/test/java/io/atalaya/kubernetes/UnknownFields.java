package io.atalaya.kubernetes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields that a model of Kubernetes' or Strimzi's client took in without knowing them. Both keep
 * such in {@code getAdditionalProperties()} instead of refusing them.
 */
final class UnknownFields {

  private final List<String> found = new ArrayList<>();

  private UnknownFields() {}

  /** Their paths below {@code model}. */
  static List<String> of(@Nullable Object model) {
    UnknownFields fields = new UnknownFields();
    fields.walk(model, "");
    return fields.found;
  }

  private void walk(@Nullable Object value, String path) {
    switch (value) {
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          walk(list.get(i), path + "[" + i + "]");
        }
      }
      case Map<?, ?> map -> map.forEach((key, element) -> walk(element, path + "." + key));
      case null -> {}
      default -> {
        if (isModel(value.getClass())) {
          walkModel(value, path);
        }
      }
    }
  }

  private void walkModel(Object model, String path) {
    Arrays.stream(model.getClass().getMethods())
        .filter(method -> method.getParameterCount() == 0 && method.getName().startsWith("get"))
        .filter(method -> isModel(method.getDeclaringClass()))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            getter -> {
              Object value = value(getter, model);
              if (!getter.getName().equals("getAdditionalProperties")) {
                walk(value, path + "." + property(getter));
              } else if (value instanceof Map<?, ?> unknown) {
                unknown.keySet().forEach(name -> found.add(path + "." + name));
              }
            });
  }

  private static @Nullable Object value(Method getter, Object model) {
    try {
      return getter.invoke(model);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(getter.toString(), e);
    }
  }

  private static String property(Method getter) {
    String name = getter.getName().substring("get".length());
    return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static boolean isModel(Class<?> type) {
    return !type.isEnum()
        && (type.getName().startsWith("io.fabric8.") || type.getName().startsWith("io.strimzi."));
  }
}
