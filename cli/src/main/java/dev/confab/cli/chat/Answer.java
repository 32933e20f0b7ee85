package dev.confab.cli.chat;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a command.
 *
 * @param event its name for programs
 * @param fields its data for programs
 * @param words the same for people; what strangers wrote in it is not safe for a terminal yet
 */
record Answer(String event, Map<String, ? extends @Nullable Object> fields, String words) {}
