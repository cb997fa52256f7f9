/** The manifests in {@code k8s/}, rendered by kustomize, against types, schemas and the service. */
@NullMarked
package io.atalaya.kubernetes;

import org.jspecify.annotations.NullMarked;
