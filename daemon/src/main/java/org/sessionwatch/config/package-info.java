/** One TOML file becomes checked records. */
@NullMarked
package org.sessionwatch.config;

import org.jspecify.annotations.NullMarked;
