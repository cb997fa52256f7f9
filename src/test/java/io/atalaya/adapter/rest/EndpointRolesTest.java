package io.atalaya.adapter.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.atalaya.access.Role;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;

class EndpointRolesTest {

  private final JavaClasses service = EndpointRoles.service();

  @Test
  void everyEndpointStatesOneRole() {
    assertEquals(List.of(), withoutOneRole(service));
    // Grows with the service; none at all would mean that none were found.
    assertTrue(EndpointRoles.endpoints(service).size() >= 16);
  }

  @Test
  void whateverChangesSomethingNeedsMoreThanReading() {
    assertEquals(
        List.of("getCached", "getManyCached"),
        EndpointRoles.endpoints(service).stream()
            .filter(EndpointRolesTest::changes)
            .filter(endpoint -> EndpointRoles.roles(endpoint).equals(List.of(Role.READ)))
            .map(endpoint -> endpoint.getAnnotationOfType(Operation.class).operationId())
            .sorted()
            .toList(),
        "these POST what is looked for");
  }

  @Test
  void anEndpointWithoutARoleOrWithTwoIsFound() {
    JavaClasses planted = new ClassFileImporter().importClasses(Planted.class, Doubly.class);

    assertEquals(List.of("both", "forgotten"), withoutOneRole(planted).stream().sorted().toList());
  }

  private static List<String> withoutOneRole(JavaClasses classes) {
    return EndpointRoles.endpoints(classes).stream()
        .filter(endpoint -> EndpointRoles.roles(endpoint).size() != 1)
        .map(JavaMethod::getName)
        .toList();
  }

  private static boolean changes(JavaMethod endpoint) {
    return !endpoint.isAnnotatedWith(GET.class)
        && (endpoint.isAnnotatedWith(POST.class)
            || endpoint.isAnnotatedWith(PUT.class)
            || endpoint.isAnnotatedWith(PATCH.class)
            || endpoint.isAnnotatedWith(DELETE.class));
  }

  /** Has no path, so that no service takes it for its own. */
  interface Planted {
    @DELETE
    void forgotten();

    @GET
    @Reads
    void stated();
  }

  @Reads
  interface Doubly {
    @PUT
    @Writes
    void both();
  }
}
