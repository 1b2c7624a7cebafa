@NullMarked
package org.sessionwatch.cli;

import org.jspecify.annotations.NullMarked;
