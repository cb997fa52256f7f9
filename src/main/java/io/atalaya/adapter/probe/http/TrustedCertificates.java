package io.atalaya.adapter.probe.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates that servers are trusted by, instead of the JVM's.
 *
 * @param certificates one or more
 */
public record TrustedCertificates(List<Certificate> certificates) {

  public TrustedCertificates {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads a file in PEM.
   *
   * @throws IllegalArgumentException if it cannot be read, or has no certificate
   */
  public static TrustedCertificates read(Path file) {
    Collection<? extends Certificate> certificates;
    try (InputStream bytes = Files.newInputStream(file)) {
      certificates = CertificateFactory.getInstance("X.509").generateCertificates(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file.toAbsolutePath() + " cannot be read: give the path of a file in PEM", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "%s has no certificates (%s): give a file in PEM".formatted(file, e.getMessage()), e);
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(
          file + " is empty: write the certificate of the authority into it, in PEM");
    }
    return new TrustedCertificates(List.copyOf(certificates));
  }

  /** What a client uses that trusts them and no other. */
  SSLContext context() {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        trusted.setCertificateEntry("trusted-" + i, certificates.get(i));
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM cannot trust certificates of its own", e);
    }
  }
}
