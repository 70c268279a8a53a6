@echo off
rem Runs sstem with the Java of JAVA_HOME, or the one that is found. JAVA_OPTS goes to Java.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" %JAVA_OPTS% -jar "%~dp0..\lib\sstem.jar" %*
