/** The application: its configuration, its start and how its parts are wired. */
@NullMarked
package io.atalaya.bootstrap;

import org.jspecify.annotations.NullMarked;
