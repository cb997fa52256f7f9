package io.atalaya.adapter.rest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.atalaya.access.Role;
import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What role each method asks for that answers an HTTP request. */
public final class EndpointRoles {

  private static final Map<Role, Class<? extends Annotation>> ANNOTATIONS =
      Map.of(
          Role.READ, Reads.class,
          Role.WRITE, Writes.class,
          Role.OPERATE, Operates.class);

  private EndpointRoles() {}

  /** The role of each endpoint that is described, by the id of its operation. */
  public static Map<String, Role> byOperation() {
    Map<String, Role> roles = new TreeMap<>();
    for (JavaMethod endpoint : endpoints(service())) {
      List<Role> stated = roles(endpoint);
      Operation described = endpoint.getAnnotationOfType(Operation.class);
      if (stated.size() == 1 && !described.hidden()) {
        roles.put(described.operationId(), stated.getFirst());
      }
    }
    return roles;
  }

  /** The classes of the service. */
  static JavaClasses service() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.atalaya");
  }

  /** The methods that answer HTTP requests. */
  static List<JavaMethod> endpoints(JavaClasses classes) {
    List<JavaMethod> endpoints = new ArrayList<>();
    for (JavaClass type : classes) {
      for (JavaMethod method : type.getMethods()) {
        if (method.isMetaAnnotatedWith(HttpMethod.class)) {
          endpoints.add(method);
        }
      }
    }
    return endpoints;
  }

  /** The roles that a method and its class state together: all of them have to be shown. */
  static List<Role> roles(JavaMethod endpoint) {
    return ANNOTATIONS.entrySet().stream()
        .filter(
            role ->
                endpoint.isAnnotatedWith(role.getValue())
                    || endpoint.getOwner().isAnnotatedWith(role.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
