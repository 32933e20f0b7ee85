package dev.confab.transport.backend.webmessaging

/** Who carries notifications to a device. */
public enum class PushProvider(internal val deviceType: String) {
    /** Apple's, for iOS. */
    APNS("ios"),

    /** Google's, for Android. */
    FCM("android"),
}
