@NullMarked
package org.sessionwatch.config;

import org.jspecify.annotations.NullMarked;
