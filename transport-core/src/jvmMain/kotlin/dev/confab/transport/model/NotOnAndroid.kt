package dev.confab.transport.model

/** On a class that Android never loads: it may use what API level 24 lacks. The check of the Android API passes over it. */
@Retention(AnnotationRetention.BINARY)
@Target(AnnotationTarget.CLASS)
internal annotation class NotOnAndroid
