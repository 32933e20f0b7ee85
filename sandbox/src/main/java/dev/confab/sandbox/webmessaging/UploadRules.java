package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.files.Fingerprint;
import dev.confab.sandbox.files.MagicBytes;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What files must be like, when they are announced and when they came (Web Messaging protocol notes §4.4, §4.5). */
final class UploadRules {

    /** Shorter than 1024 characters (§4.4). */
    private static final int NAME_LIMIT = 1024;

    private static final Pattern MIME = Pattern.compile("[\\w.+!#$&^-]+/[\\w.+!#$&^-]+");
    private static final Pattern MD5_HEX = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern MD5_BASE64 = Pattern.compile("[A-Za-z0-9+/]{22}==");

    /**
     * Why a file is refused.
     *
     * @param code one of §4.5
     * @param text for people
     */
    record Refusal(int code, String text) {}

    private UploadRules() {}

    /** Looks at an announcement: name, extension, type, size, digest, in this order. Null when all is well. */
    static @Nullable Refusal announced(AttachmentRules rules, Attachment.Announced file) {
        Refusal name = name(file.name());
        if (name != null) {
            return name;
        }
        String extension = file.name().substring(file.name().lastIndexOf('.'));
        if (rules.blocksExtension(extension)) {
            return new Refusal(ErrorCodes.FILE_TYPE_INVALID, "Files with the extension " + extension + " are blocked");
        }
        String type = essence(file.type());
        boolean fitsHeader = file.type().chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!fitsHeader || !MIME.matcher(type).matches() || !rules.allowsType(type)) {
            return new Refusal(ErrorCodes.FILE_TYPE_INVALID, "Files of type " + file.type() + " are not allowed");
        }
        return file.size() == null ? md5(file.md5()) : size(rules, file.size(), file.md5());
    }

    /** Looks at what came: size, then content. Null when all is well. */
    static @Nullable Refusal arrived(AttachmentRules rules, Attachment.Announced file, Fingerprint bytes) {
        Refusal size = size(rules, bytes.size(), null);
        if (size != null) {
            return size;
        }
        if (file.size() != null && file.size() != bytes.size()) {
            return new Refusal(
                    ErrorCodes.FILE_SIZE_INVALID,
                    "The file has " + bytes.size() + " bytes, but " + file.size() + " were announced");
        }
        if (file.md5() != null && !sameDigest(file.md5(), bytes.md5())) {
            return new Refusal(ErrorCodes.FILE_CONTENT_INVALID, "The file does not have the announced MD5 digest");
        }
        if (!MagicBytes.fit(essence(file.type()), bytes.head())) {
            return new Refusal(ErrorCodes.FILE_CONTENT_INVALID, "The content of the file is not " + file.type());
        }
        return null;
    }

    /** The type without parameters, lower-case. */
    static String essence(String type) {
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Refusal name(String name) {
        if (name.isBlank()) {
            return new Refusal(ErrorCodes.FILE_NAME_INVALID, "The file has no name");
        }
        if (name.length() >= NAME_LIMIT) {
            return new Refusal(
                    ErrorCodes.FILE_NAME_TOO_LONG,
                    "The file name has " + name.length() + " characters, which is not less than " + NAME_LIMIT);
        }
        int dot = name.lastIndexOf('.');
        if (dot < 0 || dot == name.length() - 1) {
            return new Refusal(ErrorCodes.FILE_NAME_INVALID, "The file name has no extension");
        }
        boolean odd = name.chars().anyMatch(c -> c < ' ' || c == '/' || c == '\\');
        return odd
                ? new Refusal(ErrorCodes.FILE_NAME_INVALID, "The file name has a slash or a control character")
                : null;
    }

    private static @Nullable Refusal size(AttachmentRules rules, long size, @Nullable String md5) {
        if (size == 0) {
            return new Refusal(ErrorCodes.FILE_EMPTY, "The file is empty");
        }
        if (size > rules.maxBytes()) {
            return new Refusal(
                    ErrorCodes.FILE_SIZE_INVALID,
                    "The file is larger than " + rules.maxFileSizeKb() + " KB (" + size + " bytes)");
        }
        return md5(md5);
    }

    private static @Nullable Refusal md5(@Nullable String md5) {
        boolean readable = md5 == null
                || MD5_HEX.matcher(md5).matches()
                || MD5_BASE64.matcher(md5).matches();
        return readable
                ? null
                : new Refusal(ErrorCodes.FILE_CONTENT_INVALID, "fileMd5 is neither hex nor base64 of 16 bytes");
    }

    private static boolean sameDigest(String announced, byte[] actual) {
        return announced.equalsIgnoreCase(HexFormat.of().formatHex(actual))
                || announced.equals(Base64.getEncoder().encodeToString(actual));
    }
}
