package io.atalaya.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * An OpenID Connect issuer of whose protocol there is what a resource server needs: the discovery
 * document and the keys, over HTTP or HTTPS.
 */
public final class TestIssuer implements AutoCloseable {

  private final HttpServer server;
  private final URI address;
  private final AtomicInteger keyRequests = new AtomicInteger();
  private volatile String keys = "";

  private TestIssuer(URI address, HttpServer server) {
    this.address = address;
    this.server = server;
    server.createContext(
        address.getPath() + "/.well-known/openid-configuration",
        exchange -> answer(exchange, description()));
    server.createContext(
        address.getPath() + "/keys",
        exchange -> {
          keyRequests.incrementAndGet();
          answer(exchange, keys);
        });
  }

  /** Starts an issuer at {@code address} that tells {@code published}. */
  static TestIssuer start(URI address, SigningKey published) throws IOException {
    return new TestIssuer(address, HttpServer.create(socket(address), 0)).begin(published);
  }

  /** Starts one that shows a certificate. */
  public static TestIssuer start(URI address, SigningKey published, SSLContext context)
      throws IOException {
    HttpsServer server = HttpsServer.create(socket(address), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new TestIssuer(address, server).begin(published);
  }

  private static InetSocketAddress socket(URI address) {
    return new InetSocketAddress("localhost", address.getPort());
  }

  private TestIssuer begin(SigningKey published) {
    publish(published);
    server.start();
    return this;
  }

  /** A token that is valid for five minutes, of {@code ana}, for the audience {@code atalaya}. */
  public JwtClaimsBuilder claims(String... roles) {
    return claims(address, roles);
  }

  static JwtClaimsBuilder claims(URI issuer, String... roles) {
    return Jwt.issuer(issuer.toString())
        .audience("atalaya")
        .subject("ana")
        .claim("realm_access", Map.of("roles", List.of(roles)))
        .expiresIn(Duration.ofMinutes(5));
  }

  /** A key pair with the id that tokens name it by. */
  public record SigningKey(String id, KeyPair pair) {

    /** Makes one. */
    public static SigningKey make(String id) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return new SigningKey(id, generator.generateKeyPair());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has RSA", e);
      }
    }

    /** The claims as a token that is signed with this key. */
    public String sign(JwtClaimsBuilder claims) {
      return claims.jws().keyId(id).sign(pair.getPrivate());
    }

    private String published() {
      try {
        JsonWebKey key = JsonWebKey.Factory.newJwk(pair.getPublic());
        key.setKeyId(id);
        key.setUse("sig");
        key.setAlgorithm("RS256");
        return new JsonWebKeySet(List.of(key)).toJson();
      } catch (JoseException e) {
        throw new IllegalStateException("a key of the JDK is a JWK", e);
      }
    }
  }

  /** Tells one key, and no other any more. */
  void publish(SigningKey key) {
    keys = key.published();
  }

  /** How often the keys were asked for. */
  int keyRequests() {
    return keyRequests.get();
  }

  private String description() {
    return """
    {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "token_endpoint": "%1$s/token",
     "authorization_endpoint": "%1$s/authorize", "subject_types_supported": ["public"],
     "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"]}
    """
        .formatted(address);
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
